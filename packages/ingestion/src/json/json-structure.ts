import { createJsonScanner } from './json-scanner.ts';

/** Where the rows are in a JSON text, and in which arrangement. */
export interface JsonStructure {
  kind: 'records' | 'tables' | 'values' | 'keyed-records' | 'columns' | 'single-record';
  /** The names on the way from the root to the container of the rows. */
  path: string[];
  /** The container's bytes. */
  start: number;
  end: number;
}

interface Container {
  kind: 'object' | 'array';
  path: string[];
  start: number;
  count: number;
  objects: number;
  arrays: number;
  /** For objects: whether every child is an array of scalars, and all have the same length. */
  areColumns: boolean;
  columnLength: number | undefined;
}

type Candidates = Partial<Record<JsonStructure['kind'], JsonStructure & { count: number }>>;

const maxPathDepth = 4;

/** Reads the whole text once, checking it, and finds the container that most looks like a table. */
export function findStructure(chunks: Iterable<Buffer>): JsonStructure | undefined {
  const stack: Container[] = [];
  const candidates: Candidates = {};
  let key: string | undefined;
  const scanner = createJsonScanner(
    {
      key(raw) {
        key = String(JSON.parse(raw.toString('utf8')));
      },
      valueStart(kind, depth, offset) {
        const parent = stack[depth - 1];
        if (parent) countChild(parent, kind);
        if (kind === 'scalar') return;
        const path = parent ? [...parent.path, ...(parent.kind === 'object' ? [key ?? ''] : [])] : [];
        stack[depth] = newContainer(kind, path, offset);
      },
      valueEnd(depth, end) {
        const closed = stack[depth];
        if (!closed || stack.length !== depth + 1) return;
        stack.length = depth;
        const parent = stack[depth - 1];
        if (parent?.kind === 'object') noteColumn(parent, closed);
        const isReachable = stack.every(({ kind }) => kind === 'object');
        if (isReachable) propose(candidates, closed, end);
      },
    },
    { eventDepth: maxPathDepth + 1 },
  );
  for (const chunk of chunks) scanner.push(chunk);
  scanner.end();
  return choose(candidates);
}

function newContainer(kind: 'object' | 'array', path: string[], start: number): Container {
  return { kind, path, start, count: 0, objects: 0, arrays: 0, areColumns: true, columnLength: undefined };
}

function countChild(parent: Container, kind: 'object' | 'array' | 'scalar'): void {
  parent.count += 1;
  if (kind === 'object') parent.objects += 1;
  if (kind === 'array') parent.arrays += 1;
  if (kind !== 'array') parent.areColumns = false;
}

function noteColumn(parent: Container, child: Container): void {
  const isColumn = child.kind === 'array' && child.objects === 0 && child.arrays === 0 && child.count > 0;
  if (!isColumn || (parent.columnLength ?? child.count) !== child.count) parent.areColumns = false;
  parent.columnLength = child.count;
}

function propose(candidates: Candidates, closed: Container, end: number): void {
  const kind = kindOf(closed);
  if (!kind) return;
  const known = candidates[kind];
  const count = kind === 'columns' ? (closed.columnLength ?? 0) : closed.count;
  // Of objects within objects the outer one is the record; of arrays the longest one is the table.
  const isOuter = closed.kind === 'object' && known !== undefined && closed.path.length < known.path.length;
  if (known && known.count >= count && !isOuter) return;
  candidates[kind] = { kind, path: closed.path, start: closed.start, end, count };
}

function kindOf({
  kind,
  count,
  objects,
  arrays,
  areColumns,
  path,
}: Container): JsonStructure['kind'] | undefined {
  if (kind === 'array') {
    if (objects > 0) return 'records';
    if (arrays > 0) return 'tables';
    return count > 0 ? 'values' : undefined;
  }
  if (count > 0 && areColumns) return 'columns';
  if (count > 1 && objects === count) return 'keyed-records';
  return path.length === 0 && count > 0 ? 'single-record' : undefined;
}

function choose(candidates: Candidates): JsonStructure | undefined {
  const { columns, values } = candidates;
  const isRootList = values?.path.length === 0;
  return (
    candidates.records ??
    candidates.tables ??
    columns ??
    candidates['keyed-records'] ??
    (isRootList ? values : undefined) ??
    (candidates['single-record'] && values && values.count > 1 && values.path.length > 1
      ? values
      : undefined) ??
    candidates['single-record'] ??
    values
  );
}
