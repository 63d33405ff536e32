import { statfs } from 'node:fs/promises';
import type { HealthCheck, HealthReport } from '@sandsmith/contracts/domain/health';
import type { Provider } from '@sandsmith/contracts/domain/provider';
import { messageOf } from '@sandsmith/foundation/errors';
import type { Sandbox } from '@sandsmith/sandbox/sandbox-port';
import { productVersion } from './version.ts';

/** What one look found, before it is timed and named. */
export type Found = Pick<HealthCheck, 'status' | 'detail' | 'remedy'>;

const checkTimeoutMs = 5_000;
const gibibyte = 1024 ** 3;
const oldestNode = 24;

/** Runs one check: timed, bounded, and never throwing. */
export async function check(id: string, title: string, look: () => Promise<Found>): Promise<HealthCheck[]> {
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

/** The engine, the runtime, the limits and the images. */
export async function checkSandbox(sandbox: Sandbox): Promise<HealthCheck[]> {
  try {
    return await sandbox.checks();
  } catch (error) {
    return check('docker', 'Docker', () => Promise.reject(error));
  }
}

export async function checkNode(): Promise<Found> {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= oldestNode) return { status: 'pass', detail: `Node ${process.versions.node}` };
  return {
    status: 'warn',
    detail: `Node ${process.versions.node} is older than what Sandsmith is tested with`,
    remedy: 'Start with npm start, which brings its own Node 24.',
  };
}

export async function checkDisk(dataDirectory: string): Promise<Found> {
  const { bavail, bsize } = await statfs(dataDirectory);
  const freeGibibytes = (bavail * bsize) / gibibyte;
  const detail = `${freeGibibytes.toFixed(1)} GiB free at ${dataDirectory}`;
  const remedy = 'Delete projects and documents that are no longer needed, or set DATA_DIR to a larger disk.';
  if (freeGibibytes < 1) return { status: 'fail', detail, remedy };
  return freeGibibytes < 5 ? { status: 'warn', detail, remedy } : { status: 'pass', detail };
}

/** Warns of a provider that is set up and does not answer; the built-in one is always ready. */
export function judgeProviders(providers: readonly Provider[]): Found {
  const ready = providers.filter(({ status }) => status === 'ready').map(({ name }) => name);
  const away = providers.filter(({ status }) => status === 'unreachable');
  if (away.length === 0) return { status: 'pass', detail: `Ready: ${ready.join(', ')}` };
  return {
    status: 'warn',
    detail: away.map(({ name, detail }) => `${name}: ${detail}`).join(' '),
    remedy: 'Check the key and the address under Models.',
  };
}

/** All checks together, with the worst of them as the whole's status. */
export function reportOf(checks: HealthCheck[]): HealthReport {
  const worst = (['fail', 'warn'] as const).find((status) => checks.some((item) => item.status === status));
  return { status: worst ?? 'pass', version: productVersion, checkedAt: new Date().toISOString(), checks };
}
