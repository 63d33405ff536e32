import { mkdir } from 'node:fs/promises';
import os from 'node:os';
import type { RunLimits } from '@sandsmith/contracts/domain/run';
import type { RunEvent } from '@sandsmith/contracts/events/run-events';
import type { Logger } from '@sandsmith/foundation/logger';
import { createLanguageRegistry } from '../languages/language-registry.ts';
import type { Sandbox, SandboxRequest } from '../sandbox-port.ts';
import { createAvailability } from './availability.ts';
import { removeDependencyVolume } from './dependency-volumes.ts';
import { createEngine, within } from './engine.ts';
import { healthChecks } from './health-checks.ts';
import { createJanitor } from './janitor.ts';
import { describeLanguages } from './language-status.ts';
import { emptyResult } from './run-container.ts';
import { createRunExecutor, probeRuntime } from './run-executor.ts';
import { createRunQueue, waitTurn } from './run-queue.ts';
import { readServerIdentity, type ServerIdentity } from './server-identity.ts';
import { infrastructureVerdict } from './verdict.ts';

export interface DockerSandboxOptions {
  logger: Logger;
  /** Names this installation; stands on everything it makes in the engine. */
  instanceId: string;
  /** `sandbox-images/` of the repository. */
  imagesDirectory: string;
  /** Runs at a time; further ones wait in the order they came. As many as the machine has processors where left out. */
  concurrency?: number;
  /** The engine's runtime, such as `runsc`; its default where left out. Nothing runs while it does not work. */
  runtime?: string;
  /** Extra certificates for installs; found in the environment where left out. */
  extraCaFile?: string;
  /** No run gets more than this, whatever it asks. */
  maxLimits?: Partial<RunLimits>;
  /** Processors that one run may use. */
  cpus?: number;
  /** Copies documents into containers instead of mounting them; found out where left out. */
  documentsByCopy?: boolean;
  /** `unix:///path` or `tcp://host:port`; DOCKER_HOST or the usual socket where left out. */
  engineHost?: string;
  /** Where proxies, mirrors and certificates are looked up. */
  environment?: NodeJS.ProcessEnv;
}

/** How long `close` waits for runs whose readers have stopped reading. */
const closeTimeoutMs = 20_000;

/** Runs programs in containers of a Docker engine. No connection is made before `start`. */
export function createDockerSandbox(options: DockerSandboxOptions): Sandbox {
  const { logger, instanceId, runtime, maxLimits } = options;
  const engine = createEngine({ host: options.engineHost });
  const registry = createLanguageRegistry({ imagesDirectory: options.imagesDirectory });
  const queue = createRunQueue({ concurrency: options.concurrency ?? os.availableParallelism() });
  const shutdown = new AbortController();
  const activeRuns = new Set<string>();
  const ongoing = new Set<Promise<void>>();
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

  async function* run(
    request: SandboxRequest,
    { signal }: { signal: AbortSignal },
  ): AsyncGenerator<RunEvent> {
    const plan = await executor.plan(request);
    await mkdir(request.artifactsDirectory, { recursive: true });
    const startedMs = Date.now();
    const ticket = queue.enter();
    const ended = Promise.withResolvers<void>();
    ongoing.add(ended.promise);
    try {
      yield* waitTurn(ticket, AbortSignal.any([signal, shutdown.signal]));
      const queuedMs = Date.now() - startedMs;
      const fault = signal.aborted ? undefined : await availability.runtimeFault();
      if (fault) {
        yield { type: 'run.finished', result: emptyResult(plan, queuedMs, infrastructureVerdict(fault)) };
        return;
      }
      for await (const event of executor.execute(plan, { signal, queuedMs })) {
        if (event.type === 'run.finished' && event.result.status === 'infrastructure-error')
          availability.forget();
        yield event;
      }
    } finally {
      ticket.leave();
      ongoing.delete(ended.promise);
      ended.resolve();
    }
  }

  return {
    async start() {
      await janitor.start();
      const reason = await availability.unavailableReason();
      if (reason) logger.warn({ reason }, 'programs cannot run now');
    },
    run,
    languages: async () => describeLanguages(engine, await registry.list(), maxLimits),
    checks: () =>
      healthChecks({ engine, languages: registry.list, runtime, runtimeFault: availability.runtimeFault }),
    unavailableReason: availability.unavailableReason,
    removeDependencies: (key) => removeDependencyVolume(engine, key),
    async close() {
      shutdown.abort(new Error('the server stops'));
      const settled = Promise.allSettled(ongoing);
      await within(closeTimeoutMs, 'waiting for runs to end', settled).catch((error: unknown) =>
        logger.warn({ err: error }, 'runs did not end in time'),
      );
      await janitor.close();
    },
  };
}
