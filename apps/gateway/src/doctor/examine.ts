import type { HealthCheck, HealthReport } from '@sandsmith/contracts/domain/health';
import { newId } from '@sandsmith/foundation/ids';
import { silentLogger } from '@sandsmith/foundation/logger';
import { createRedisStore } from '@sandsmith/kv/redis/redis-store';
import { createModel, describeUnconfigured, providers } from '@sandsmith/llm/registry';
import type { Config } from '../config.ts';
import { createSandbox } from '../context/create-work.ts';
import { prepareDataDirectory } from '../context/data-directory.ts';
import {
  check,
  checkDisk,
  checkNode,
  checkSandbox,
  type Found,
  judgeProviders,
  reportOf,
} from '../system/health-checks.ts';
import { checkDatabase } from './check-database.ts';
import { findOccupant, judgeAddress } from './running-server.ts';

/** The same checks as the health page, on a machine where the server may or may not be running. */
export async function examine(config: Config): Promise<HealthReport> {
  const url = `http://${config.host === '0.0.0.0' ? '127.0.0.1' : config.host}:${config.port}`;
  const occupant = await findOccupant(url);
  await prepareDataDirectory(config);
  const groups = await Promise.all([
    check('node', 'Node', () => checkNode()),
    examineSandbox(config),
    check('disk', 'Disk', () => checkDisk(config.dataDirectory)),
    check('database', 'Database', () => checkDatabase(config, occupant)),
    check('ports', 'Address', async () => judgeAddress(url, occupant)),
    check('kv', 'Shared state', () => examineKv(config)),
    check('model', 'Models', () => examineModels(config)),
  ]);
  return reportOf(groups.flat());
}

async function examineSandbox(config: Config): Promise<HealthCheck[]> {
  // A name of its own: closing removes only what this look itself started.
  const sandbox = createSandbox({ config, logger: silentLogger, instanceId: `doctor-${newId()}` });
  try {
    return await checkSandbox(sandbox);
  } finally {
    await sandbox.close();
  }
}

async function examineKv({ redisUrl }: Config): Promise<Found> {
  if (redisUrl === undefined)
    return { status: 'pass', detail: 'In memory: right for one server; set REDIS_URL for several' };
  const store = createRedisStore({ url: redisUrl });
  try {
    await store.ping();
    return { status: 'pass', detail: 'Redis answers' };
  } finally {
    await store.close();
  }
}

async function examineModels({ models }: Config): Promise<Found> {
  const signal = AbortSignal.timeout(4_000);
  const described = providers.map(({ id }) => {
    const settings =
      id === 'builtin'
        ? { source: 'none' as const }
        : models[id] && { ...models[id], source: 'environment' as const };
    return settings ? createModel(id, settings).describe({ signal }) : describeUnconfigured(id);
  });
  return judgeProviders(await Promise.all(described));
}
