import os from 'node:os';
import { waitAtMost } from '@sandsmith/foundation/wait-at-most';
import { createLanguageRegistry } from '../languages/language-registry.ts';
import type { Sandbox } from '../sandbox-port.ts';
import { createAvailability } from './availability.ts';
import { buildImages } from './build-images.ts';
import { createSealedContainers } from './containers/sealed-containers.ts';
import { createDependencyCache } from './dependencies/dependency-cache.ts';
import { createInstallingExecutor, createRunInstall } from './dependencies/installing-executor.ts';
import { ensureDependencyVolume, removeDependencyVolume } from './dependency-volumes.ts';
import type { DockerSandboxOptions } from './docker-sandbox-options.ts';
import { createEgressProxy } from './egress/egress-proxy.ts';
import { createEngine } from './engine.ts';
import { healthChecks } from './health-checks.ts';
import { createImageCatalogue } from './images/image-catalogue.ts';
import { createImageSupply } from './images/image-supply.ts';
import { createJanitor } from './janitor.ts';
import { describeLanguages } from './language-status.ts';
import { readPackageAccess } from './package-access.ts';
import { createContainerPool } from './pool/container-pool.ts';
import { affordableContainers, createStandingShapes } from './pool/standing-shapes.ts';
import { createQueuedRuns } from './runs/queued-runs.ts';
import { createRunExecutor } from './runs/run-executor.ts';
import { probeRuntime } from './runtime-probe.ts';
import { readServerIdentity, type ServerIdentity } from './server-identity.ts';
import { createSessionManager } from './sessions/session-manager.ts';

/** How long `close` waits for runs whose readers have stopped reading. */
const closeTimeoutMs = 4_000;
const defaultPoolSize = 16;

/** What everything else is made of: the engine, the images, containers and the way out of them. */
function createFoundation(options: DockerSandboxOptions) {
  const { logger, instanceId, runtime, maxLimits, imagesDirectory, extraCaFile, cpus = 1 } = options;
  const environment = options.environment ?? process.env;
  const engine = createEngine({ host: options.engineHost });
  const registry = createLanguageRegistry({ imagesDirectory });
  const access = () => readPackageAccess({ environment, extraCaFile });
  let knownIdentity: Promise<ServerIdentity> | undefined;
  const identity = () => {
    knownIdentity ??= readServerIdentity();
    return knownIdentity;
  };
  const catalogue = createImageCatalogue(engine);
  const supply = createImageSupply({
    catalogue,
    logger,
    build: (language, { onProgress, signal }) =>
      buildImages({
        engine,
        imagesDirectory,
        extraCaFile,
        environment,
        logger,
        languages: [language],
        onProgress,
        signal,
      }),
  });
  const containers = createSealedContainers({ engine, logger, instanceId, identity, runtime, cpus });
  const standing = createStandingShapes({ registry, catalogue, maxLimits });
  const pool = createContainerPool({
    open: containers.open,
    logger,
    size: options.poolSize ?? defaultPoolSize,
    standing: standing.read,
    isCurrent: standing.isCurrent,
    affordable: affordableContainers,
  });
  const egress = createEgressProxy({ logger, access, extraHosts: options.packageHosts });
  return { engine, registry, access, identity, catalogue, supply, containers, pool, egress };
}

/** What runs programs, on top of that. */
function createParts(options: DockerSandboxOptions, shutdown: AbortSignal) {
  const foundation = createFoundation(options);
  const { engine, registry, access, identity, catalogue, supply, containers, pool, egress } = foundation;
  const { logger, instanceId, runtime } = options;
  const executor = createRunExecutor({
    engine,
    registry,
    catalogue,
    pool,
    egress,
    access,
    shutdown,
    options,
  });
  const cache = createDependencyCache({ engine, logger, instanceId, install: createRunInstall(executor) });
  const janitor = createJanitor({
    engine,
    logger,
    instanceId,
    identity,
    inUse: containers.inUse,
    onSwept: cache.pruneDependencies,
  });
  const availability = createAvailability({
    engine,
    runtime,
    probe: () => probeRuntime({ executor, registry, catalogue, instanceId, signal: shutdown }),
    async onReturn() {
      catalogue.forget();
      await janitor.sweep();
      pool.wake();
    },
  });
  const queued = createQueuedRuns({
    concurrency: options.concurrency ?? os.availableParallelism(),
    executor: createInstallingExecutor({ executor, cache }),
    supply,
    availability,
    shutdown,
  });
  const sessions = createSessionManager({
    containers,
    registry,
    executor,
    supply,
    egress,
    logger,
    dependencyVolume: async ({ request: { dependencies } }) =>
      dependencies && ensureDependencyVolume(engine, { key: dependencies.key, instanceId }),
  });
  return { ...foundation, janitor, availability, queued, sessions };
}

/** Runs programs in containers of a Docker engine. No connection is made before `start`. */
export function createDockerSandbox(options: DockerSandboxOptions): Sandbox {
  const { logger, runtime, maxLimits } = options;
  const shutdown = new AbortController();
  const parts = createParts(options, shutdown.signal);
  const { engine, registry, catalogue, supply, containers, pool, janitor, availability, queued, sessions } =
    parts;

  return {
    async start() {
      await janitor.start();
      const reason = await availability.unavailableReason();
      if (reason) logger.warn({ reason }, 'programs cannot run now');
      pool.start();
    },
    run: queued.run,
    openSession: sessions.open,
    languages: async () => describeLanguages(await registry.list(), { catalogue, supply, maxLimits }),
    checks: () =>
      healthChecks({ engine, languages: registry.list, runtime, runtimeTrial: availability.runtimeTrial }),
    unavailableReason: availability.unavailableReason,
    removeDependencies: (key) => removeDependencyVolume(engine, key),
    async close() {
      shutdown.abort(new Error('the server stops'));
      const work = Promise.all([queued.settled(), sessions.close(), supply.close(), pool.close()]).then(
        containers.settled,
      );
      await waitAtMost(closeTimeoutMs, work);
      await janitor.close();
    },
  };
}
