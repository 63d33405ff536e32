import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ColumnProfile } from '@sandsmith/contracts/domain/document';
import { createIngestion } from './duckdb-ingestion.ts';
import type { Ingested, Ingestion } from './ingestion-port.ts';

/** For tests: an ingestion in a folder of its own, and files made of what they hold. */
export interface TestIngestion {
  ingestion: Ingestion;
  signal: AbortSignal;
  /** Stores the content under a name and reads it. */
  ingest(name: string, content: string | Uint8Array): Promise<Ingested & { path: string }>;
  allRows(read: Ingested & { path: string }): Promise<unknown[][]>;
  /** What stands in the folder for temporary files. */
  leftovers(): Promise<string[]>;
  close(): Promise<void>;
}

export async function createTestIngestion(): Promise<TestIngestion> {
  const root = await mkdtemp(join(tmpdir(), 'sandsmith-ingestion-'));
  const temporaryDirectory = join(root, 'temporary');
  const ingestion = createIngestion({ temporaryDirectory });
  const { signal } = new AbortController();
  let count = 0;
  return {
    ingestion,
    signal,
    async ingest(name, content) {
      count += 1;
      const path = join(root, `document-${count}`);
      await writeFile(path, content);
      return { ...(await ingestion.ingest({ name, path }, { signal })), path };
    },
    async allRows({ path, profile }) {
      const page = { offset: 0, limit: 100_000 };
      return (await ingestion.rows({ path, profile }, page, { signal })).rows;
    },
    leftovers: async () =>
      (await readdir(temporaryDirectory).catch(() => [])).filter((name) => !name.startsWith('rows-')),
    async close() {
      await ingestion.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

export function columnOf({ profile }: Ingested, name: string): ColumnProfile {
  const column = profile.columns.find((candidate) => candidate.name === name);
  if (!column)
    throw new Error(`There is no column ${name} among ${profile.columns.map((known) => known.name)}`);
  return column;
}
