import { rename, rm } from 'node:fs/promises';
import { newId } from '@sandsmith/foundation/ids';
import { type DuckDbSession, sqlFile, sqlText } from '../duckdb/duckdb-session.ts';
import type { StagedTable } from '../reader.ts';
import { maxRowBytes } from '../staging/staged-writer.ts';
import type { InferredColumn } from './infer-types.ts';

/** The staged file as an SQL table: `i` is the row's index, `p` its position in the user's file, `c0`… its cells. */
export function stagedSource(stagedPath: string, table: StagedTable): string {
  const columns = table.columns.map((_, index) => `'c${index}': 'VARCHAR'`);
  const all = ["'i': 'BIGINT'", "'p': 'BIGINT'", ...columns].join(', ');
  const options = [
    'auto_detect = false',
    'header = false',
    'delim = chr(31)',
    "quote = ''",
    "escape = ''",
    "nullstr = ''",
    "new_line = '\\n'",
    'null_padding = true',
    `max_line_size = ${maxRowBytes}`,
    `buffer_size = ${maxRowBytes * 2}`,
    `columns = {${all}}`,
  ];
  return `read_csv(${sqlFile(stagedPath)}, ${options.join(', ')})`;
}

interface ColumnarRequest {
  session: DuckDbSession;
  staged: string;
  stagedPath: string;
  table: StagedTable;
  signal: AbortSignal;
}

/** The staged table column by column, so that looking at some columns of a wide one does not read all of them. */
export async function columnarSource(request: ColumnarRequest): Promise<string> {
  const { session, staged, stagedPath, table, signal } = request;
  const path = `${stagedPath}.parquet`;
  await session.query(
    `COPY (SELECT * FROM ${staged}) TO ${sqlText(path)} (FORMAT parquet, ROW_GROUP_SIZE ${groupRows(table.columns.length)})`,
    signal,
  );
  return `read_parquet(${sqlFile(path)})`;
}

/** Small groups keep a page of rows cheap to read and a wide table cheap to write. */
function groupRows(columnCount: number): number {
  return Math.max(2048, Math.min(61_440, Math.floor(1_000_000 / columnCount)));
}

interface TypedTableRequest {
  session: DuckDbSession;
  source: string;
  columns: InferredColumn[];
  rowsPath: string;
  signal: AbortSignal;
}

/** Writes the typed rows beside the document as Parquet: whole under its name, or not at all. */
export async function writeTypedTable({
  session,
  source,
  columns,
  rowsPath,
  signal,
}: TypedTableRequest): Promise<void> {
  const temporary = `${rowsPath}.${newId()}`;
  const inputs = ['i', ...columns.map(({ input }, index) => `${input} AS v${index}`)].join(', ');
  const selected = ['i', ...columns.map(({ sql }, index) => `${sql} AS t${index}`)].join(', ');
  try {
    await session.query(
      `COPY (SELECT ${selected} FROM (SELECT ${inputs} FROM ${source})) TO ${sqlText(temporary)} (FORMAT parquet, ROW_GROUP_SIZE ${groupRows(columns.length)})`,
      signal,
    );
    await rename(temporary, rowsPath);
  } finally {
    await rm(temporary, { force: true });
  }
}
