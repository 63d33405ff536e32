import type { Plan } from '@sandsmith/contracts/domain/plan';
import type { AnalysisQuestion } from '../question.ts';
import type { AnalysisParts } from './analysis-parts.ts';

function shortened(text: string, length: number): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  return line.length <= length ? line : `${line.slice(0, length - 1).trimEnd()}…`;
}

/** The title of the whole: the first question's, and how many more there are. */
export function analysisTitle(questions: readonly AnalysisQuestion[]): string {
  const [first, second, ...more] = questions.map((question) => question.title);
  const title =
    second === undefined
      ? (first ?? 'Analysis')
      : `${first}; ${second.charAt(0).toLowerCase()}${second.slice(1)}`;
  return shortened(more.length > 0 ? `${title} and ${more.length} more` : title, 200);
}

function readingWords(parts: AnalysisParts): string {
  return parts.documents
    .map(({ document, columns }) => `${columns.map((column) => column.name).join(', ')} of ${document.path}`)
    .join('; ');
}

/** The steps of an analysis: the tests and the README are written while the program runs. */
export function analysisPlan(
  questions: readonly AnalysisQuestion[],
  parts: AnalysisParts,
  assumptions: readonly string[],
): Plan {
  const titles = questions.map((question) => question.title).join('; ');
  const names = parts.documents.map(({ document }) => document.name).join(' and ');
  const step = { language: 'python' };
  return {
    title: analysisTitle(questions),
    summary: shortened([`Answers from ${names}: ${titles}.`, ...assumptions].join(' '), 4_000),
    steps: [
      {
        ...step,
        id: 'write-analysis',
        kind: 'write',
        title: shortened(`Write the program for ${names}`, 200),
        instructions: shortened(`Read ${readingWords(parts)}. Compute: ${titles}.`, 8_000),
        dependsOn: [],
        files: ['analysis.py'],
        acceptance: { command: 'python3 -m py_compile analysis.py' },
      },
      {
        ...step,
        id: 'run-analysis',
        kind: 'run',
        title: 'Run it on the data',
        instructions: shortened(`Run the program; it writes ${parts.outputs.join(', ')} to output/.`, 8_000),
        dependsOn: ['write-analysis'],
        files: [],
        acceptance: { command: 'python3 analysis.py' },
      },
      {
        ...step,
        id: 'test-analysis',
        kind: 'test',
        title: 'Test the calculations',
        instructions:
          'Check each calculation on a few rows with known results, the loading against the profile, and the outputs.',
        dependsOn: ['write-analysis'],
        files: ['test_analysis.py'],
        acceptance: { command: 'python3 -m pytest -q' },
      },
      {
        ...step,
        id: 'write-readme',
        kind: 'document',
        title: 'Describe the program and its results',
        instructions: 'Say what the program answers, how to run it, its files, and how the request was read.',
        dependsOn: [],
        files: ['README.md'],
        acceptance: { command: 'test -s README.md' },
      },
    ],
  };
}
