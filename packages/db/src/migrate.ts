import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { messageOf, SandsmithError } from '@sandsmith/foundation/errors';
import type { Logger } from '@sandsmith/foundation/logger';
import pg from 'pg';
import { translateDatabaseError } from './database-errors.ts';
import { migrationsDirectory } from './prisma-files.ts';

/** Any number that nobody else uses: servers that start together migrate one after the other. */
const lockKey = 5_261_984_118;
const lockTimeoutMs = 120_000;

interface AppliedMigration {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
  rolled_back_at: Date | null;
}

interface Migration {
  name: string;
  script: string;
}

async function readMigrations(): Promise<Migration[]> {
  const entries = await readdir(migrationsDirectory, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      return { name, script: await readFile(path.join(migrationsDirectory, name, 'migration.sql'), 'utf8') };
    }),
  );
}

const checksumOf = (script: string) => createHash('sha256').update(script).digest('hex');

async function readApplied(client: pg.Client): Promise<AppliedMigration[]> {
  try {
    const result = await client.query<AppliedMigration>(
      'SELECT migration_name, checksum, finished_at, rolled_back_at FROM _prisma_migrations ORDER BY started_at',
    );
    return result.rows.filter((row) => row.rolled_back_at === null);
  } catch (error) {
    const undefinedTable = '42P01';
    if ((error as { code?: string }).code === undefinedTable) return [];
    throw error;
  }
}

function refuse(message: string): never {
  throw new SandsmithError({ code: 'database.unavailable', message });
}

/** Which migrations are still to be applied, or why none may be. */
function findPending(migrations: Migration[], applied: AppliedMigration[]): Migration[] {
  const onDisk = new Map(migrations.map(({ name, script }) => [name, script]));
  for (const row of applied) {
    if (row.finished_at === null)
      refuse(
        `The database migration ${row.migration_name} failed half-way earlier. Restore the database from a copy, ` +
          'or repair it by hand and set rolled_back_at of its row in _prisma_migrations; then start again.',
      );
    const script = onDisk.get(row.migration_name);
    if (script === undefined)
      refuse(
        `The database knows the migration ${row.migration_name}, which this version of Sandsmith does not: ` +
          'it was last opened by a newer one. Start that version, or restore a copy made before the update.',
      );
    if (checksumOf(script) !== row.checksum)
      refuse(
        `The migration ${row.migration_name} was changed after it had been applied to this database. ` +
          'Restore the original file of the release, then start again.',
      );
  }
  const names = new Set(applied.map((row) => row.migration_name));
  return migrations.filter(({ name }) => !names.has(name));
}

/** Prisma's own bookkeeping, so that its tools understand the database. */
const historyTable = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

const record = `INSERT INTO _prisma_migrations
  (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
  VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`;

/** One migration and the note of it in one transaction: where it fails, the database is as it was. */
async function apply(client: pg.Client, { name, script }: Migration): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(script);
    await client.query(record, [randomUUID(), checksumOf(script), name]);
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK').catch(() => undefined);
    const translated = translateDatabaseError(cause);
    if (translated instanceof SandsmithError) throw translated;
    throw new SandsmithError({
      code: 'database.unavailable',
      message:
        `The database could not be brought up to date: ${name} failed with "${messageOf(cause)}", and was undone. ` +
        'Check that the database is one of Sandsmith alone and that its role may create tables and extensions.',
      cause,
    });
  }
}

/**
 * Brings the database up to this version's schema. Several servers may call it at once: one works, the others
 * wait. Refuses (with what to do) a database that is newer, edited or half-migrated.
 */
export async function migrate(options: { url: string; logger: Logger }): Promise<{ applied: string[] }> {
  const { url, logger } = options;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(`SET lock_timeout = ${lockTimeoutMs}`);
    await client.query('SELECT pg_advisory_lock($1)', [lockKey]);
    const migrations = await readMigrations();
    if (migrations.length === 0)
      refuse('The database migrations are missing from this installation. Install Sandsmith again.');
    const pending = findPending(migrations, await readApplied(client));
    if (pending.length === 0) return { applied: [] };
    await client.query(historyTable);
    for (const migration of pending) await apply(client, migration);
    const applied = pending.map(({ name }) => name);
    logger.info({ applied }, 'Brought the database up to date');
    return { applied };
  } catch (error) {
    throw translateDatabaseError(error);
  } finally {
    // Ending the connection releases the lock.
    await client.end().catch(() => undefined);
  }
}
