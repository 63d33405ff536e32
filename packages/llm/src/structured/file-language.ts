const languages: Record<string, string[]> = {
  py: ['python', 'python3', 'py'],
  js: ['javascript', 'js', 'node', 'mjs'],
  mjs: ['javascript', 'js', 'mjs'],
  cjs: ['javascript', 'js', 'cjs'],
  ts: ['typescript', 'ts'],
  tsx: ['tsx', 'typescript', 'ts'],
  jsx: ['jsx', 'javascript', 'js'],
  sh: ['bash', 'sh', 'shell', 'zsh'],
  md: ['markdown', 'md'],
  markdown: ['markdown', 'md'],
  yml: ['yaml', 'yml'],
  yaml: ['yaml', 'yml'],
  html: ['html', 'htm'],
  css: ['css'],
  json: ['json', 'jsonc', 'json5'],
  sql: ['sql'],
  toml: ['toml'],
  txt: ['text', 'txt', 'plaintext'],
  go: ['go', 'golang'],
  rs: ['rust', 'rs'],
  java: ['java'],
  rb: ['ruby', 'rb'],
  c: ['c'],
  cpp: ['cpp', 'c++'],
  php: ['php'],
  r: ['r'],
  dockerfile: ['dockerfile', 'docker'],
  makefile: ['makefile', 'make'],
};

/** `src/App.TSX` -> `tsx`; a name without an ending is its own. */
export function fileEnding(path: string): string {
  const name = baseName(path).toLowerCase();
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1) : name;
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function isMarkdownPath(path: string): boolean {
  return ['md', 'markdown', 'mdx'].includes(fileEnding(path));
}

/** True where a fence's first word names the language of the file at `path`. */
export function isLanguageOf(info: string, path: string): boolean {
  const word = info.toLowerCase().split(/[\s:{]/)[0] ?? '';
  const ending = fileEnding(path);
  return word === ending || (languages[ending] ?? []).includes(word);
}
