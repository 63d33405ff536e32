import { statfs } from 'node:fs/promises';
import type { Principal } from '@sandsmith/auth/principal';
import type { HealthCheck, HealthReport } from '@sandsmith/contracts/domain/health';
import { messageOf } from '@sandsmith/foundation/errors';
import type { KeyValueStore } from '@sandsmith/kv/kv';
import type { Sandbox } from '@sandsmith/sandbox/sandbox-port';
import type { Config } from '../config.ts';
import type { Store } from '../context/create-store.ts';
import type { ProviderService } from '../providers/provider-service.ts';
import { productVersion } from './version.ts';

type Found = Pick<HealthCheck, 'status' | 'detail' | 'remedy'>;

export interface Health {
  report(principal: Principal, options: { signal: AbortSignal }): Promise<HealthReport>;
}

export interface HealthOptions {
  config: Config;
  store: Store;
  kv: KeyValueStore;
  sandbox: Sandbox;
  providers: ProviderService;
  address: () => string | undefined;
}

const checkTimeoutMs = 5_000;
const gibibyte = 1024 ** 3;
const oldestNode = 24;

/** The checks of the health page; `npm run doctor` asks the same of a machine where nothing runs yet. */
export function createHealth(options: HealthOptions): Health {
  return {
    async report(principal, { signal }) {
      const groups = await Promise.all([
        check('node', 'Node', () => checkNode()),
        checkSandbox(options.sandbox),
        check('disk', 'Disk', () => checkDisk(options.config)),
        check('database', 'Database', () => checkDatabase(options.store)),
        check('ports', 'Address', async () => checkAddress(options.address())),
        check('kv', 'Shared state', () => checkKv(options.kv)),
        check('model', 'Models', () => checkModels(options.providers, principal, signal)),
      ]);
      const checks = groups.flat();
      const worst = (['fail', 'warn'] as const).find((status) =>
        checks.some((item) => item.status === status),
      );
      return {
        status: worst ?? 'pass',
        version: productVersion,
        checkedAt: new Date().toISOString(),
        checks,
      };
    },
  };
}

async function check(id: string, title: string, look: () => Promise<Found>): Promise<HealthCheck[]> {
  const startedMs = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Found>((resolve) => {
    timer = setTimeout(
      () =>
        resolve({
          status: 'fail',
          detail: `No answer within ${checkTimeoutMs / 1_000} s`,
          remedy: 'Look at the server log and try again.',
        }),
      checkTimeoutMs,
    );
  });
  try {
    const found = await Promise.race([look(), late]);
    return [{ id, title, ...found, durationMs: Math.round(performance.now() - startedMs) }];
  } catch (error) {
    const durationMs = Math.round(performance.now() - startedMs);
    return [
      {
        id,
        title,
        status: 'fail',
        detail: messageOf(error),
        remedy: 'Look at the server log and try again.',
        durationMs,
      },
    ];
  } finally {
    clearTimeout(timer);
  }
}

async function checkSandbox(sandbox: Sandbox): Promise<HealthCheck[]> {
  try {
    return await sandbox.checks();
  } catch (error) {
    return check('docker', 'Docker', () => Promise.reject(error));
  }
}

async function checkNode(): Promise<Found> {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= oldestNode) return { status: 'pass', detail: `Node ${process.versions.node}` };
  return {
    status: 'warn',
    detail: `Node ${process.versions.node} is older than what Sandsmith is tested with`,
    remedy: 'Start with npm start, which brings its own Node 24.',
  };
}

async function checkDisk({ dataDirectory }: Config): Promise<Found> {
  const { bavail, bsize } = await statfs(dataDirectory);
  const freeGibibytes = (bavail * bsize) / gibibyte;
  const detail = `${freeGibibytes.toFixed(1)} GiB free at ${dataDirectory}`;
  const remedy = 'Delete projects and documents that are no longer needed, or set DATA_DIR to a larger disk.';
  if (freeGibibytes < 1) return { status: 'fail', detail, remedy };
  return freeGibibytes < 5 ? { status: 'warn', detail, remedy } : { status: 'pass', detail };
}

async function checkDatabase({ database, kind }: Store): Promise<Found> {
  await database.ping();
  return kind === 'embedded'
    ? { status: 'pass', detail: 'The built-in Postgres answers' }
    : { status: 'pass', detail: `Postgres at ${new URL(database.url).host} answers` };
}

function checkAddress(address: string | undefined): Found {
  return address
    ? { status: 'pass', detail: `Listening at ${address}` }
    : { status: 'warn', detail: 'Not listening yet', remedy: 'Wait a moment and look again.' };
}

async function checkKv(kv: KeyValueStore): Promise<Found> {
  await kv.ping();
  return kv.kind === 'redis'
    ? { status: 'pass', detail: 'Redis answers' }
    : { status: 'pass', detail: 'In memory: right for one server; set REDIS_URL for several' };
}

async function checkModels(
  service: ProviderService,
  principal: Principal,
  signal: AbortSignal,
): Promise<Found> {
  const { providers } = await service.list(principal, { signal });
  const ready = providers.filter(({ status }) => status === 'ready').map(({ name }) => name);
  const away = providers.filter(({ status }) => status === 'unreachable');
  if (away.length === 0) return { status: 'pass', detail: `Ready: ${ready.join(', ')}` };
  return {
    status: 'warn',
    detail: away.map(({ name, detail }) => `${name}: ${detail}`).join(' '),
    remedy: 'Check the key and the address under Models.',
  };
}
