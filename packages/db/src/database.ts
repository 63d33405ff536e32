import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '../generated/prisma/client.ts';
import { translateDatabaseError } from './database-errors.ts';

export interface Database {
  readonly url: string;
  /** Connected lazily; every error it throws went through `translateDatabaseError`. */
  readonly prisma: PrismaClient;
  /** Rejects with `database.unavailable` where the server cannot be reached. */
  start(): Promise<void>;
  /** Resolves where the database answers; for health checks. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

function createPool(url: string, maxConnections: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: 10_000,
    // Prisma's driver reads every timestamp as UTC and drops the offset the server sends.
    options: '-c timezone=UTC',
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  return pool;
}

/** The database behind Prisma. No I/O until `start` or the first query. */
export function createDatabase(options: { url: string; maxConnections?: number }): Database {
  const pool = createPool(options.url, options.maxConnections ?? 10);
  const client = new PrismaClient({ adapter: new PrismaPg(pool), errorFormat: 'minimal' });
  const extended = client.$extends({
    query: {
      $allOperations: ({ args, query }) =>
        query(args).catch((error: unknown) => {
          throw translateDatabaseError(error);
        }),
    },
  });
  // The extension changes what is thrown, and no type.
  const prisma = extended as unknown as PrismaClient;

  async function ping(): Promise<void> {
    await prisma.$queryRaw`SELECT 1`;
  }
  return {
    url: options.url,
    prisma,
    start: ping,
    ping,
    async close() {
      await client.$disconnect();
      if (!pool.ended) await pool.end();
    },
  };
}
