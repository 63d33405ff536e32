import type { DocumentContext } from '../../model-port.ts';
import type { AnalysisQuestion, Source } from '../question.ts';
import { filterFunction } from './kinds/filtered-rows.ts';
import { questionCode } from './kinds/question-kinds.ts';
import { joinFunction } from './load-data/join-tables.ts';
import { loadDocument } from './load-data/load-document.ts';
import type { LoadedDocument } from './load-data/loaded-document.ts';
import { loadedDocuments } from './load-data/loaded-sources.ts';
import { createProgramContext, type ProgramContext } from './program-context.ts';
import type { Code } from './python/layout.ts';
import { pythonString } from './python/python-literal.ts';
import { documentAt, documentStem, sourceColumns, type TableColumn } from './table-column.ts';
import { filterTest } from './tests/filter-tests.ts';
import { writers } from './write-formats.ts';

/** An analysis taken apart into what its files are made of. */
export interface AnalysisParts {
  context: ProgramContext;
  documents: LoadedDocument[];
  constants: string[];
  functions: string[];
  main: Code[];
  tests: string[];
  outputs: string[];
}

interface Rows {
  variable: string;
  columns: TableColumn[];
}

/** Everything that collects while one question after the other is written. */
interface Writing {
  parts: AnalysisParts;
  joins: Map<string, Rows>;
}

function loadedAt(parts: AnalysisParts, path: string): LoadedDocument {
  const document = documentAt(parts.context.documents, path);
  const found = parts.documents.find((loaded) => loaded.document === document);
  if (!found) throw new Error(`${path} was not loaded`);
  return found;
}

function columnsOf(source: Source, parts: AnalysisParts): TableColumn[] {
  if (source.kind === 'document') return loadedAt(parts, source.path).columns;
  const left = loadedAt(parts, source.left).columns.map((column) => column.name);
  const right = loadedAt(parts, source.right).columns.map((column) => column.name);
  const documents = parts.context.documents;
  const leftCount = documentAt(documents, source.left).profile.columns.length;
  return sourceColumns(source, documents).filter((column, index) =>
    index < leftCount ? left.includes(column.name) : right.includes(column.profile.name),
  );
}

function rowsOf(source: Source, writing: Writing): Rows {
  const { parts } = writing;
  const columns = columnsOf(source, parts);
  if (source.kind === 'document') return { variable: loadedAt(parts, source.path).variable, columns };
  const id = JSON.stringify(source);
  const known = writing.joins.get(id);
  if (known) return known;
  const left = loadedAt(parts, source.left);
  const right = loadedAt(parts, source.right);
  const stems = `${documentStem(left.document)}_with_${documentStem(right.document)}`;
  const variable = parts.context.names.take(stems);
  const joiner = parts.context.names.take(`join_${stems}`);
  parts.functions.push(joinFunction(joiner, source, left, right, parts.context.documents));
  parts.main.push(`${variable} = ${joiner}(${left.variable}, ${right.variable})`);
  const rows = { variable, columns };
  writing.joins.set(id, rows);
  return rows;
}

function addQuestion(question: AnalysisQuestion, writing: Writing): void {
  const { parts } = writing;
  const { context } = parts;
  const { variable, columns } = rowsOf(question.source, writing);
  const name = context.names.take(question.slug, 'question');
  parts.main.push('');
  let rows = variable;
  if (question.filters.length > 0) {
    const filter = context.names.take(`rows_for_${name}`);
    parts.functions.push(filterFunction(filter, question.filters, columns));
    parts.tests.push(...filterTest(filter, question.filters, columns));
    rows = 'rows';
    parts.main.push(`rows = ${filter}(${variable})`);
  }
  const { source } = question;
  const sides =
    source.kind === 'join'
      ? { left: loadedAt(parts, source.left), right: loadedAt(parts, source.right) }
      : undefined;
  const code = questionCode({ question, name, rows, columns, context, sides });
  parts.functions.push(...code.functions);
  parts.main.push(...code.main);
  parts.tests.push(...code.tests);
  parts.outputs.push(...code.outputs);
  if (question.alsoAs && question.alsoAs !== 'csv') {
    const file = `${question.slug}.${question.alsoAs}`;
    const writer = writers[question.alsoAs];
    context.use(writer);
    parts.main.push(`${writer}(result, OUTPUT_FOLDER / ${pythonString(file)})`);
    parts.outputs.push(file);
  }
}

/** Takes the questions apart, in order, into functions, main's statements and tests. */
export function analysisParts(
  questions: readonly AnalysisQuestion[],
  documents: readonly DocumentContext[],
): AnalysisParts {
  const context = createProgramContext(documents);
  context.use('OUTPUT_FOLDER', 'write_answers');
  const loaded = loadedDocuments(questions, context);
  const parts: AnalysisParts = {
    context,
    documents: loaded,
    constants: [],
    functions: [],
    main: loaded.map((each) => `${each.variable} = ${each.loader}()`),
    tests: [],
    outputs: ['answer.md'],
  };
  for (const each of loaded) {
    const { constants, source } = loadDocument(each, context);
    parts.constants.push(...constants);
    parts.functions.push(source);
  }
  const writing: Writing = { parts, joins: new Map() };
  for (const question of questions) addQuestion(question, writing);
  return parts;
}
