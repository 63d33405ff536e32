import type { DocumentContext } from '../../../model-port.ts';
import type { AnalysisQuestion, Source } from '../../question.ts';
import type { ProgramContext } from '../program-context.ts';
import { questionColumns } from '../question-columns.ts';
import {
  documentAt,
  documentStem,
  isNumeric,
  joinedName,
  sourceColumns,
  type TableColumn,
} from '../table-column.ts';
import type { LoadedDocument } from './loaded-document.ts';

function pathsOf(source: Source): string[] {
  return source.kind === 'document' ? [source.path] : [source.left, source.right];
}

/** The keys of a join that have another kind of type on the other side: both are then read as text. */
function textKeys(source: Source, path: string, documents: readonly DocumentContext[]): Set<string> {
  const found = new Set<string>();
  if (source.kind !== 'join') return found;
  const columnsOf = (side: string): TableColumn[] =>
    sourceColumns({ kind: 'document', path: side }, documents);
  const left = columnsOf(source.left);
  const right = columnsOf(source.right);
  for (const on of source.on) {
    const a = left.find((column) => column.name === on.left);
    const b = right.find((column) => column.name === on.right);
    if (!a || !b || isNumeric(a) === isNumeric(b)) continue;
    found.add(path === source.left ? on.left : on.right);
  }
  return found;
}

/** The columns of one document that a question reads; undefined for every one. */
function neededOf(
  question: AnalysisQuestion,
  path: string,
  documents: readonly DocumentContext[],
): Set<string> | undefined {
  const needed = questionColumns(question);
  const { source } = question;
  if (!needed || source.kind === 'document') return needed;
  const left = sourceColumns({ kind: 'document', path: source.left }, documents);
  const isLeft = path === source.left;
  const keys = source.on.map((on) => (isLeft ? on.left : on.right));
  const own = documentAt(documents, path).profile.columns.map((column) => column.name);
  const right = documentAt(documents, source.right);
  const asked = own.filter((name) => needed.has(isLeft ? name : joinedName(name, left, right)));
  return new Set([...keys, ...asked]);
}

function columnsToLoad(
  path: string,
  questions: readonly AnalysisQuestion[],
  documents: readonly DocumentContext[],
): TableColumn[] {
  const all = sourceColumns({ kind: 'document', path }, documents);
  const asking = questions.filter((question) => pathsOf(question.source).includes(path));
  const sets = asking.map((question) => neededOf(question, path, documents));
  const asText = new Set(asking.flatMap((question) => [...textKeys(question.source, path, documents)]));
  const needed = new Set(sets.flatMap((set) => [...(set ?? all.map((column) => column.name))]));
  const kept = all.filter((column) => needed.has(column.name));
  return (kept.length > 0 ? kept : all.slice(0, 1)).map((column) =>
    asText.has(column.name) ? { ...column, type: 'text' } : column,
  );
}

/** The documents that questions read, each once, with the columns they need of it. */
export function loadedDocuments(
  questions: readonly AnalysisQuestion[],
  context: ProgramContext,
): LoadedDocument[] {
  const paths = [...new Set(questions.flatMap((question) => pathsOf(question.source)))];
  return paths.map((path) => {
    const document = documentAt(context.documents, path);
    const variable = context.names.take(documentStem(document), 'data');
    const prefix = paths.length === 1 ? 'DATA' : variable.toUpperCase();
    return {
      document,
      variable,
      loader: context.names.take(`load_${variable}`),
      fileConstant: `${prefix}_FILE`,
      columnsConstant: paths.length === 1 ? 'COLUMNS' : `${prefix}_COLUMNS`,
      columns: columnsToLoad(path, questions, context.documents),
    };
  });
}
