import { randomUUID } from 'node:crypto';
import { mkdir, open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DocumentFormat, DocumentProfile } from '@sandsmith/contracts/domain/document';
import { detectFormat } from './detect/detect-format.ts';
import { documentEmpty } from './document-faults.ts';
import { openDuckDbSession } from './duckdb/duckdb-session.ts';
import type { Ingested, Ingestion, IngestOptions } from './ingestion-port.ts';
import { columnStatistics } from './profile/column-statistics.ts';
import { inferTypes } from './profile/infer-types.ts';
import { columnarSource, stagedSource, writeTypedTable } from './profile/typed-table.ts';
import type { StagedTable } from './reader.ts';
import { createRowReader, rowsPathOf } from './rows/read-rows.ts';
import { stageInWorker } from './staging/run-worker.ts';
import { createTurnstile } from './turnstile.ts';

export interface DuckDbIngestionOptions {
  /** Holds what is being read, and nothing afterwards. */
  temporaryDirectory: string;
  /** For each file being read; 1024 unless told. */
  memoryMegabytes?: number;
  /** Longer reading is refused; 10 minutes unless told. */
  deadlineMs?: number;
}

const headBytes = 64 * 1024;
const threads = 2;
/** Of a wide table every thread holds so much that one is enough. */
const wideColumns = 256;
const filesAtOnce = 2;
const maxHeapMegabytes = 768;
const defaultMemoryMegabytes = 1024;
const defaultDeadlineMs = 10 * 60_000;

interface Job {
  format: DocumentFormat;
  name: string;
  path: string;
  options: IngestOptions;
}

/**
 * Reads files in worker threads and profiles them with DuckDB. The typed rows are kept beside the document as
 * `<path>.rows.parquet`; when that file is gone, it is made again from the document.
 */
export function createIngestion({
  temporaryDirectory,
  memoryMegabytes = defaultMemoryMegabytes,
  deadlineMs = defaultDeadlineMs,
}: DuckDbIngestionOptions): Ingestion {
  const turnstile = createTurnstile(filesAtOnce);
  const closing = new AbortController();

  const run = async (job: Job): Promise<Ingested> => {
    const signal = AbortSignal.any([job.options.signal, closing.signal]);
    return turnstile.pass(signal, async () => {
      const directory = join(temporaryDirectory, `ingest-${randomUUID()}`);
      await mkdir(directory, { recursive: true, mode: 0o700 });
      try {
        return await ingestFile(
          { ...job, options: { ...job.options, signal } },
          { directory, memoryMegabytes, deadlineMs },
        );
      } finally {
        await rm(directory, { recursive: true, force: true });
      }
    });
  };
  const rowReader = createRowReader({
    temporaryDirectory,
    rebuild: async ({ path, profile }, signal) => {
      await run({ name: 'The document', path, format: profile.format, options: { signal } });
    },
  });
  return {
    detect: detectFormat,
    async ingest(file, options) {
      options.signal.throwIfAborted();
      const format = detectFormat({ name: file.name, head: await readHead(file) });
      return run({ ...file, format, options });
    },
    rows: (file, page, { signal }) => rowReader.read(file, page, AbortSignal.any([signal, closing.signal])),
    async close() {
      closing.abort(new Error('The ingestion is closed'));
      await turnstile.idle();
      await rowReader.close();
    },
  };
}

async function readHead({ name, path }: { name: string; path: string }): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    if (bytesRead === 0) throw documentEmpty(name);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

interface Workshop {
  directory: string;
  memoryMegabytes: number;
  deadlineMs: number;
}

async function ingestFile({ name, path, format, options }: Job, workshop: Workshop): Promise<Ingested> {
  const { signal } = options;
  const { size: bytesTotal } = await stat(path);
  const stagedPath = join(workshop.directory, 'staged.txt');
  const tell = (bytesRead: number) =>
    options.onProgress?.({ bytesRead: Math.min(bytesRead, bytesTotal), bytesTotal });
  const table = await stageInWorker(
    { name, path, format, stagedPath },
    { signal, onProgress: tell, deadlineMs: workshop.deadlineMs, maxHeapMegabytes },
  );
  const session = await openDuckDbSession({
    temporaryDirectory: join(workshop.directory, 'spill'),
    memoryMegabytes: workshop.memoryMegabytes,
    threads: table.columns.length > wideColumns ? 1 : threads,
  });
  try {
    const staged = stagedSource(stagedPath, table);
    const isWide = table.columns.length > wideColumns;
    const source = isWide ? await columnarSource({ session, staged, stagedPath, table, signal }) : staged;
    const { columns, problems } = await inferTypes({ session, source, table, signal });
    const rowsPath = rowsPathOf(path);
    await writeTypedTable({ session, source, columns, rowsPath, signal });
    await rm(stagedPath, { force: true });
    const profiles = await columnStatistics({ session, rowsPath, rowCount: table.rowCount, columns, signal });
    tell(bytesTotal);
    const hasDecimalComma = columns.some((column) => column.hasDecimalComma);
    const profile = profileOf({ format, table, columns: profiles, hasDecimalComma });
    return { profile, problems: [...table.problems, ...problems] };
  } finally {
    session.close();
  }
}

interface ProfileParts {
  format: DocumentFormat;
  table: StagedTable;
  columns: DocumentProfile['columns'];
  hasDecimalComma: boolean;
}

function profileOf({ format, table, columns, hasDecimalComma }: ProfileParts): DocumentProfile {
  // The delimiter decides between CSV and TSV, whatever the file is called.
  const isTabbed = table.details.delimiter === '\t';
  const settled = format === 'csv' || format === 'tsv' ? (isTabbed ? 'tsv' : 'csv') : format;
  return {
    format: settled,
    ...table.details,
    ...(hasDecimalComma ? { decimal: ',' as const } : {}),
    rowCount: table.rowCount,
    columns,
  };
}
