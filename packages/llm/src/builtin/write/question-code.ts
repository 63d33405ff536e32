import type { AnalysisQuestion } from '../question.ts';
import type { LoadedDocument } from './load-data/loaded-document.ts';
import type { ProgramContext } from './program-context.ts';
import type { Code } from './python/layout.ts';
import type { TableColumn } from './table-column.ts';

/** One question on its way into the program. */
export interface QuestionPart<Q extends AnalysisQuestion = AnalysisQuestion> {
  question: Q;
  /** The name of its main function; others are made of it. */
  name: string;
  /** The variable in main() that holds its rows. */
  rows: string;
  columns: TableColumn[];
  context: ProgramContext;
  /** Of a join: the two loaded documents. */
  sides?: { left: LoadedDocument; right: LoadedDocument };
}

/** What a question adds to the program and to its tests. */
export interface QuestionCode {
  /** Functions, in reading order. */
  functions: string[];
  /** Statements of main(). */
  main: Code[];
  /** Files that the question writes, below output/. */
  outputs: string[];
  /** Test functions. */
  tests: string[];
  /** Words for the plan: what is computed, of which columns. */
  summary: string;
}
