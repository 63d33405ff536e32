/** Files with their contents for a prompt, whole where they fit and cut in the middle where they do not. */
export function listFiles(files: Record<string, string>, maxCharacters: number): string {
  const entries = Object.entries(files);
  if (entries.length === 0) return 'none';
  const each = Math.floor(maxCharacters / entries.length);
  return entries
    .map(([path, content]) => `<file path=${JSON.stringify(path)}>\n${shorten(content, each)}\n</file>`)
    .join('\n');
}

export function shorten(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  const half = Math.floor(maxCharacters / 2);
  return `${text.slice(0, half)}\n[… ${text.length - 2 * half} characters left out …]\n${text.slice(-half)}`;
}
