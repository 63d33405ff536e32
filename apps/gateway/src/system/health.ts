import type { Principal } from '@sandsmith/auth/principal';
import type { HealthReport } from '@sandsmith/contracts/domain/health';
import type { KeyValueStore } from '@sandsmith/kv/kv';
import type { Sandbox } from '@sandsmith/sandbox/sandbox-port';
import type { Config } from '../config.ts';
import type { Store } from '../context/create-store.ts';
import type { ProviderService } from '../providers/provider-service.ts';
import {
  check,
  checkDisk,
  checkNode,
  checkSandbox,
  type Found,
  judgeProviders,
  reportOf,
} from './health-checks.ts';

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

/** The checks of the health page; `npm run doctor` runs the same on a machine where nothing runs yet. */
export function createHealth(options: HealthOptions): Health {
  return {
    async report(principal, { signal }) {
      const groups = await Promise.all([
        check('node', 'Node', () => checkNode()),
        checkSandbox(options.sandbox),
        check('disk', 'Disk', () => checkDisk(options.config.dataDirectory)),
        check('database', 'Database', () => checkDatabase(options.store)),
        check('ports', 'Address', async () => checkAddress(options.address())),
        check('kv', 'Shared state', () => checkKv(options.kv)),
        check('model', 'Models', async () =>
          judgeProviders((await options.providers.list(principal, { signal })).providers),
        ),
      ]);
      return reportOf(groups.flat());
    },
  };
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
