import { mkdir } from 'node:fs/promises';
import { DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';

export type SqlRow = Record<string, DuckDBValue>;

/** One in-memory DuckDB with limits; queries run outside the event loop. */
export interface DuckDbSession {
  /** Rejects with the signal's reason when aborted. */
  query(sql: string, signal: AbortSignal): Promise<SqlRow[]>;
  close(): void;
}

export interface DuckDbSessionOptions {
  /** Where DuckDB spills what does not fit its memory. */
  temporaryDirectory: string;
  memoryMegabytes: number;
  threads: number;
}

/** No extension is ever fetched or loaded: csv, json, parquet and icu are part of the binary. */
export async function openDuckDbSession(options: DuckDbSessionOptions): Promise<DuckDbSession> {
  await mkdir(options.temporaryDirectory, { recursive: true });
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(options.threads),
    memory_limit: `${options.memoryMegabytes}MB`,
    temp_directory: options.temporaryDirectory,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  });
  return {
    async query(sql, signal) {
      signal.throwIfAborted();
      // A connection of its own, so that interrupting one query leaves the others alone.
      const connection = await instance.connect();
      const interrupt = () => connection.interrupt();
      signal.addEventListener('abort', interrupt, { once: true });
      try {
        await connection.run("SET TimeZone = 'UTC'");
        // A profile asks one file for column after column: its footer need not be read each time.
        await connection.run('SET parquet_metadata_cache = true');
        const reader = await connection.runAndReadAll(sql);
        return reader.getRowObjects();
      } catch (error) {
        signal.throwIfAborted();
        throw error;
      } finally {
        signal.removeEventListener('abort', interrupt);
        connection.closeSync();
      }
    },
    close() {
      instance.closeSync();
    },
  };
}

/** A text as an SQL literal. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The path of a file to read, as a literal that DuckDB does not take for a pattern. */
export function sqlFile(path: string): string {
  return sqlText(path.replaceAll(/[[*?]/g, (character) => `[${character}]`));
}
