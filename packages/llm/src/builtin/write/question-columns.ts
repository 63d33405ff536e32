import type { AnalysisQuestion } from '../question.ts';

function definedNames(names: readonly (string | null | undefined)[]): string[] {
  return names.filter((name): name is string => typeof name === 'string');
}

function ownColumns(question: AnalysisQuestion): string[] | undefined {
  switch (question.kind) {
    case 'aggregate':
      return definedNames([
        ...question.by.map((key) => key.column),
        ...question.measures.map((measure) => measure.column),
      ]);
    case 'trend':
      return definedNames([
        question.dateColumn,
        question.series,
        ...question.measures.map((measure) => measure.column),
      ]);
    case 'rank':
      return question.columns && definedNames([question.per, ...question.columns, question.column]);
    case 'select':
      return question.columns && [...question.columns, ...(question.sort ?? []).map((order) => order.column)];
    case 'distribution':
      return definedNames([question.by, question.column]);
    case 'correlation':
      return question.columns;
    case 'convert':
      return question.columns;
    case 'describe':
    case 'clean':
    case 'join':
      return undefined;
  }
}

/** The columns that a question reads, or undefined where it reads every one. */
export function questionColumns(question: AnalysisQuestion): Set<string> | undefined {
  const own = ownColumns(question);
  return own && new Set([...own, ...question.filters.map((filter) => filter.column)]);
}
