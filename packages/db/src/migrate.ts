import { createHash } from 'node:crypto';
import { messageOf, SandsmithError } from '@sandsmith/foundation/errors';
import type { Logger } from '@sandsmith/foundation/logger';
import pg from 'pg';
import { translateDatabaseError } from './database-errors.ts';
import { readMigrations } from './migration-list.ts';
import { withSchemaEngine } from './schema-engine.ts';

/** Any number that nobody else uses: servers that start together migrate one after the other. */
const lockKey = 5_261_984_118;
const lockTimeoutMs = 120_000;

interface AppliedMigration {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
  rolled_back_at: Date | null;
}

type Migrations = Awaited<ReturnType<typeof readMigrations>>;

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
function findPending(migrations: Migrations, applied: AppliedMigration[]): string[] {
  const onDisk = new Map(
    migrations.migrationDirectories.map(({ path, migrationFile }) => [path, migrationFile.content.value]),
  );
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
    if (createHash('sha256').update(script).digest('hex') !== row.checksum)
      refuse(
        `The migration ${row.migration_name} was changed after it had been applied to this database. ` +
          'Restore the original file of the release, then start again.',
      );
  }
  const names = new Set(applied.map((row) => row.migration_name));
  return [...onDisk.keys()].filter((name) => !names.has(name));
}

async function apply(url: string, migrations: Migrations): Promise<string[]> {
  const filters = { externalTables: [], externalEnums: [] };
  try {
    const { appliedMigrationNames } = await withSchemaEngine({ url }, (engine) =>
      engine.applyMigrations({ migrationsList: migrations, filters }),
    );
    return appliedMigrationNames;
  } catch (cause) {
    throw new SandsmithError({
      code: 'database.unavailable',
      message: `The database could not be brought up to date: ${messageOf(cause).trim()}. Nothing else was started.`,
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
    if (migrations.migrationDirectories.length === 0)
      refuse('The database migrations are missing from this installation. Install Sandsmith again.');
    const pending = findPending(migrations, await readApplied(client));
    if (pending.length === 0) return { applied: [] };
    const applied = await apply(url, migrations);
    logger.info({ applied }, 'Brought the database up to date');
    return { applied };
  } catch (error) {
    throw translateDatabaseError(error);
  } finally {
    // Ending the connection releases the lock.
    await client.end().catch(() => undefined);
  }
}
