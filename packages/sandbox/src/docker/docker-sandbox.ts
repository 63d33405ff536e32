import os from 'node:os';
import { delay } from '@sandsmith/foundation/delay';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { createLanguageRegistry } from '../languages/language-registry.ts';
import type { Sandbox } from '../sandbox-port.ts';
import { createAvailability } from './availability.ts';
import { removeDependencyVolume } from './dependency-volumes.ts';
import type { DockerSandboxOptions } from './docker-sandbox-options.ts';
import { createEngine } from './engine.ts';
import { healthChecks } from './health-checks.ts';
import { createJanitor } from './janitor.ts';
import { createLanguageStatus, describeLanguages } from './language-status.ts';
import { createQueuedRuns } from './queued-runs.ts';
import { createRunExecutor, probeRuntime } from './run-executor.ts';
import { readServerIdentity, type ServerIdentity } from './server-identity.ts';

/** How long `close` waits for runs whose readers have stopped reading. */
const closeTimeoutMs = 4_000;

/** Runs programs in containers of a Docker engine. No connection is made before `start`. */
export function createDockerSandbox(options: DockerSandboxOptions): Sandbox {
  const { logger, instanceId, runtime, maxLimits } = options;
  const engine = createEngine({ host: options.engineHost });
  const registry = createLanguageRegistry({ imagesDirectory: options.imagesDirectory });
  const shutdown = new AbortController();
  const activeRuns = new Set<string>();
  let knownIdentity: Promise<ServerIdentity> | undefined;
  const identity = () => {
    knownIdentity ??= readServerIdentity();
    return knownIdentity;
  };
  const executor = createRunExecutor({
    engine,
    registry,
    identity,
    shutdown: shutdown.signal,
    activeRuns,
    options,
  });
  const janitor = createJanitor({ engine, logger, instanceId, identity, activeRuns });
  const availability = createAvailability({
    engine,
    languages: registry.list,
    runtime,
    probe: () => probeRuntime({ executor, registry, instanceId, signal: shutdown.signal }),
    onReturn: () => janitor.sweep(),
  });

  const queued = createQueuedRuns({
    concurrency: options.concurrency ?? os.availableParallelism(),
    executor,
    availability,
    shutdown: shutdown.signal,
  });

  return {
    async start() {
      await janitor.start();
      const reason = await availability.unavailableReason();
      if (reason) logger.warn({ reason }, 'programs cannot run now');
    },
    run: queued.run,
    openSession: async () => {
      throw new SandsmithError({ code: 'sandbox.unavailable', message: 'Sessions cannot be opened yet.' });
    },
    languages: createLanguageStatus(async () => describeLanguages(engine, await registry.list(), maxLimits)),
    checks: () =>
      healthChecks({ engine, languages: registry.list, runtime, runtimeFault: availability.runtimeFault }),
    unavailableReason: availability.unavailableReason,
    removeDependencies: (key) => removeDependencyVolume(engine, key),
    async close() {
      const patience = new AbortController();
      shutdown.abort(new Error('the server stops'));
      await Promise.race([queued.settled(), delay(closeTimeoutMs, patience.signal).catch(() => {})]);
      patience.abort();
      await janitor.close();
    },
  };
}
