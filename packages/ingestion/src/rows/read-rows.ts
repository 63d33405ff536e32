import { randomUUID } from 'node:crypto';
import { access, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DocumentProfile, DocumentRows } from '@sandsmith/contracts/domain/document';
import { type DuckDbSession, openDuckDbSession, sqlFile } from '../duckdb/duckdb-session.ts';
import { cellExpression, jsonCell } from '../profile/json-cell.ts';

/** Where the typed rows of a document are kept. Delete it together with the document. */
export function rowsPathOf(documentPath: string): string {
  return `${documentPath}.rows.parquet`;
}

interface DocumentFile {
  path: string;
  profile: DocumentProfile;
}

interface RowReaderOptions {
  temporaryDirectory: string;
  /** Makes the file of typed rows again. */
  rebuild(file: DocumentFile, signal: AbortSignal): Promise<void>;
}

/** Reads pages of rows; DuckDB is started by the first one. */
export interface RowReader {
  read(
    file: DocumentFile,
    page: { offset: number; limit: number },
    signal: AbortSignal,
  ): Promise<DocumentRows>;
  close(): Promise<void>;
}

const memoryMegabytes = 256;

export function createRowReader({ temporaryDirectory, rebuild }: RowReaderOptions): RowReader {
  const spill = join(temporaryDirectory, `rows-${randomUUID()}`);
  const rebuilding = new Map<string, Promise<void>>();
  let session: Promise<DuckDbSession> | undefined;

  const start = () => {
    session ??= openDuckDbSession({ temporaryDirectory: spill, memoryMegabytes, threads: 1 });
    return session;
  };
  const ensureRows = async (file: DocumentFile, signal: AbortSignal) => {
    if (await exists(rowsPathOf(file.path))) return;
    // Those who ask at the same time wait for one rebuild; each gives up on its own signal afterwards.
    const known = rebuilding.get(file.path);
    if (known) await known.catch(() => undefined);
    if (known && (await exists(rowsPathOf(file.path)))) return;
    const work = rebuild(file, signal).finally(() => rebuilding.delete(file.path));
    rebuilding.set(file.path, work);
    await work;
  };
  return {
    async read(file, { offset, limit }, signal) {
      signal.throwIfAborted();
      await ensureRows(file, signal);
      const { columns, rowCount } = file.profile;
      const cells = columns.map(({ type }, index) => `${cellExpression(`t${index}`, type)} AS t${index}`);
      const sql = `SELECT ${['i', ...cells].join(', ')} FROM read_parquet(${sqlFile(rowsPathOf(file.path))})
        WHERE i >= ${Math.trunc(offset)} AND i < ${Math.trunc(offset) + Math.trunc(limit)} ORDER BY i`;
      const found = await (await start()).query(sql, signal);
      return {
        columns: columns.map(({ name }) => name),
        rows: found.map((row) => columns.map(({ type }, index) => jsonCell(row[`t${index}`], type))),
        offset,
        total: rowCount,
      };
    },
    async close() {
      if (session) (await session).close();
      session = undefined;
      await rm(spill, { recursive: true, force: true });
    },
  };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
