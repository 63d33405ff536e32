import type { TableModule } from './table-module.ts';

/** Any text as plain words in Markdown. */
export function markdownText(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/[\\`*_[\]<>#|]/g, '\\$&');
}

/** Any text inside a fenced block of shell lines. */
export function codeText(text: string): string {
  return text.replace(/\s+/gu, ' ').replaceAll('`', "'");
}

/** A README of a title, the request, sections and the data's columns. */
export function blueprintReadme(options: {
  title: string;
  spec: string;
  sections: string[];
  module: TableModule;
  assumptions: readonly string[];
}): string {
  const { module, assumptions } = options;
  const columns = module.columns.map((column) => `- ${markdownText(column.name)} (${column.type})`);
  const notes = assumptions.map((line) => `- ${markdownText(line)}`);
  return [
    `# ${markdownText(options.title)}`,
    `> ${markdownText(options.spec).slice(0, 2_000)}`,
    ...options.sections,
    `## Columns\n\n${columns.join('\n')}`,
    ...(notes.length > 0 ? [`## How the request was read\n\n${notes.join('\n')}`] : []),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}
