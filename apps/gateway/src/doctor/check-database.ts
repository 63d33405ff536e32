import { createDatabase } from '@sandsmith/db/database';
import { createEmbeddedPostgres } from '@sandsmith/db/embedded/embedded-postgres';
import { silentLogger } from '@sandsmith/foundation/logger';
import { type Config, dataPaths } from '../config.ts';
import { prepareDataDirectory } from '../context/data-directory.ts';
import type { Found } from '../system/health-checks.ts';
import type { Occupant } from './running-server.ts';

async function ping(url: string): Promise<void> {
  const database = createDatabase({ url });
  try {
    await database.start();
    await database.ping();
  } finally {
    await database.close();
  }
}

/** The database of the settings: a user's own is asked; the embedded one is started and stopped again. */
export async function checkDatabase(config: Config, occupant: Occupant): Promise<Found> {
  if (config.databaseUrl !== undefined) {
    await ping(config.databaseUrl);
    return { status: 'pass', detail: `Postgres at ${new URL(config.databaseUrl).host} answers` };
  }
  if (occupant.kind === 'sandsmith')
    return occupant.isReady
      ? { status: 'pass', detail: 'The built-in Postgres answers the running server' }
      : { status: 'fail', detail: occupant.detail, remedy: 'Look at the server log, then start it again.' };
  await prepareDataDirectory(config);
  const postgres = createEmbeddedPostgres({ directory: dataPaths(config).postgres, logger: silentLogger });
  try {
    await ping((await postgres.start()).url);
    return { status: 'pass', detail: 'The built-in Postgres starts and answers' };
  } finally {
    await postgres.close();
  }
}
