import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isSandsmithError, messageOf, SandsmithError } from '@sandsmith/foundation/errors';
import type { Logger } from '@sandsmith/foundation/logger';
import { retry } from '@sandsmith/foundation/retry';
import pg from 'pg';
import { serverAccount } from './account.ts';
import { ensureCluster, superuser } from './cluster.ts';
import { type EmbeddedHome, prepareHome, readOrMakePassword } from './home.ts';
import { claimOwnership } from './owner-lock.ts';
import { choosePort, findSurvivor, type RunningServer, startServer, stopServer } from './server-process.ts';

const databaseName = 'sandsmith';

export interface EmbeddedPostgres {
  /** Makes the database when missing, starts it (or takes over one left by a crash) and tells its address. */
  start(): Promise<{ url: string }>;
  /** Stops the server. Safe to call at any time, and twice. */
  close(): Promise<void>;
}

function addressOf(server: RunningServer, password: string, database: string): string {
  return `postgresql://${superuser}:${password}@127.0.0.1:${server.port}/${database}`;
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // A connection that breaks is reported by the query that was using it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function ensureDatabase(server: RunningServer, password: string): Promise<void> {
  try {
    await withClient(addressOf(server, password, databaseName), (client) => client.query('SELECT 1'));
  } catch (error) {
    if ((error as { code?: string }).code !== '3D000') throw error;
    await withClient(addressOf(server, password, 'postgres'), (client) =>
      client.query(`CREATE DATABASE ${databaseName}`),
    );
  }
}

async function launch(home: EmbeddedHome, logger: Logger, password: string): Promise<RunningServer> {
  const account = await serverAccount();
  const survivor = await findSurvivor(home);
  if (survivor) {
    try {
      await ensureDatabase(survivor, password);
      logger.info(
        { pid: survivor.pid },
        'Took over the database server that an earlier process left running',
      );
      return survivor;
    } catch {
      await stopServer(survivor.pid);
    }
  }
  const { made } = await ensureCluster({ home, account, password });
  if (made) logger.info({ directory: home.directory }, 'Made the database');
  const server = await retry(
    async () => startServer({ home, account, port: await choosePort(home.portFile) }),
    {
      attempts: 3,
      baseMs: 20,
      maxMs: 100,
      isRetryable: (error) => isSandsmithError(error) && error.isRetryable,
    },
  );
  try {
    await writeFile(home.portFile, String(server.port), { mode: 0o600 });
    await ensureDatabase(server, password);
    return server;
  } catch (error) {
    await stopServer(server.pid);
    throw error;
  }
}

/** Any fault of the way up as one that a person can act on. */
function translate(error: unknown, directory: string): SandsmithError {
  if (error instanceof SandsmithError) return error;
  const reason =
    (error as { code?: string }).code === '28P01'
      ? `its password does not fit the one in ${path.join(directory, 'password')}; restore that file`
      : messageOf(error);
  return new SandsmithError({
    code: 'database.unavailable',
    message: `The embedded database in ${directory} cannot be opened: ${reason}. Its log is ${path.join(directory, 'server.log')}.`,
    cause: error,
  });
}

/**
 * A Postgres server of our own below `directory`, reachable on 127.0.0.1 alone, with a random password. Started
 * as root it runs as the account `postgres`, below /var/lib/sandsmith where that account cannot enter `directory`.
 */
export function createEmbeddedPostgres(options: { directory: string; logger: Logger }): EmbeddedPostgres {
  let server: RunningServer | undefined;
  let release: (() => Promise<void>) | undefined;
  let starting: Promise<{ url: string }> | undefined;

  /** A process that exits without closing must not leave a server behind. */
  function onExit(): void {
    if (!server) return;
    try {
      process.kill(server.pid, 'SIGINT');
    } catch {
      // It is gone already.
    }
  }

  async function start(): Promise<{ url: string }> {
    const { logger } = options;
    const home = await prepareHome({ ...options, account: await serverAccount() });
    release = await claimOwnership(home.ownerFile, home.directory);
    try {
      const password = await readOrMakePassword(home.passwordFile);
      server = await launch(home, logger, password);
      process.once('exit', onExit);
      return { url: addressOf(server, password, databaseName) };
    } catch (error) {
      await release();
      release = undefined;
      throw translate(error, home.directory);
    }
  }

  return {
    start() {
      starting ??= start().catch((error: unknown) => {
        starting = undefined;
        throw error;
      });
      return starting;
    },
    async close() {
      await starting?.catch(() => undefined);
      starting = undefined;
      process.removeListener('exit', onExit);
      const running = server;
      server = undefined;
      if (running) await stopServer(running.pid);
      await release?.();
      release = undefined;
    },
  };
}
