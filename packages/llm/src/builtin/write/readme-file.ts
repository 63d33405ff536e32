import type { AnalysisParts } from './analysis-parts.ts';

function markdown(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/[\\`*_[\]<>#|]/g, '\\$&');
}

/** README.md: what the program answers, how to run it, its files and how the request was read. */
export function readmeFile(
  spec: string,
  parts: AnalysisParts,
  title: string,
  assumptions: readonly string[],
): string {
  const outputs = parts.outputs.map((name) => `- \`output/${name}\``);
  const inputs = parts.documents.map(({ document }) => {
    const { rowCount, columns } = document.profile;
    return `- \`${document.path.replaceAll('`', "'")}\`: ${rowCount} rows, ${columns.length} columns`;
  });
  const notes =
    assumptions.length > 0
      ? ['', '## How the request was read', '', ...assumptions.map((line) => `- ${markdown(line)}`)]
      : [];
  return [
    `# ${markdown(title)}`,
    '',
    `> ${markdown(spec).slice(0, 2_000)}`,
    '',
    '## Run it',
    '',
    'Python 3.11 or newer with pandas, matplotlib and openpyxl; pytest for the tests.',
    '',
    '```sh',
    'python3 analysis.py        # reads data/, writes output/',
    'python3 -m pytest -q       # checks the functions and the results',
    '```',
    '',
    '## Data',
    '',
    ...inputs,
    '',
    '## Results',
    '',
    ...outputs,
    ...notes,
    '',
  ].join('\n');
}
