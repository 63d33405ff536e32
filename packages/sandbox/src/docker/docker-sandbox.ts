import { mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Language, RunLimits, RunResult } from '@sandsmith/contracts/domain/run';
import type { RunEvent } from '@sandsmith/contracts/events/run-events';
import { isSandsmithError, messageOf } from '@sandsmith/foundation/errors';
import { newId } from '@sandsmith/foundation/ids';
import type { Logger } from '@sandsmith/foundation/logger';
import { createLanguageRegistry, effectiveLimits } from '../languages/language-registry.ts';
import { runToEnd, type Sandbox, type SandboxRequest } from '../sandbox-port.ts';
import { createAvailability } from './availability.ts';
import { ensureDependencyVolume, removeDependencyVolume } from './dependency-volumes.ts';
import { createEngine } from './engine.ts';
import { healthChecks } from './health-checks.ts';
import { createJanitor } from './janitor.ts';
import { describeLanguages } from './language-status.ts';
import { MountRefusedError } from './open-container.ts';
import { readPackageAccess } from './package-access.ts';
import { emptyResult, type RunContext, runContainer } from './run-container.ts';
import { planRun, type RunPlan } from './run-plan.ts';
import { createRunQueue, type QueueTicket } from './run-queue.ts';
import { readServerIdentity, type ServerIdentity } from './server-identity.ts';
import { infrastructureVerdict, type Verdict } from './verdict.ts';

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

const cancelled: Verdict = { status: 'cancelled', phase: 'run', exitCode: null, signal: null };

/** Runs programs in containers of a Docker engine. No connection is made before `start`. */
export function createDockerSandbox(options: DockerSandboxOptions): Sandbox {
  const { logger, instanceId, runtime } = options;
  const engine = createEngine({ host: options.engineHost });
  const registry = createLanguageRegistry({ imagesDirectory: options.imagesDirectory });
  const queue = createRunQueue({ concurrency: options.concurrency ?? os.availableParallelism() });
  const shutdown = new AbortController();
  const activeRuns = new Set<string>();
  const ongoing = new Set<Promise<void>>();
  let knownIdentity: Promise<ServerIdentity> | undefined;
  let documentsByCopy = options.documentsByCopy ?? false;

  const identity = () => {
    knownIdentity ??= readServerIdentity();
    return knownIdentity;
  };
  const janitor = createJanitor({ engine, logger, instanceId, identity, activeRuns });
  const availability = createAvailability({
    engine,
    languages: registry.list,
    runtime,
    probe: probeRuntime,
    onReturn: () => janitor.sweep(),
  });

  async function probeRuntime(): Promise<string | undefined> {
    const [language] = await registry.list();
    const request: SandboxRequest = {
      runId: newId(),
      ownerId: instanceId,
      language: language?.id ?? '',
      files: [],
      command: 'true',
      network: 'none',
      artifactsDirectory: path.join(os.tmpdir(), `sandsmith-probe-${process.pid}`),
    };
    const events = attempt(request, { signal: shutdown.signal, queuedMs: 0 });
    const result = await runToEnd(events);
    return result.status === 'succeeded' ? undefined : (result.message ?? `a program ended ${result.status}`);
  }

  async function plan(request: SandboxRequest): Promise<RunPlan> {
    const language = await registry.find(request.language);
    const limits = effectiveLimits(language, request.limits, options.maxLimits);
    const access = await readPackageAccess({
      environment: options.environment ?? process.env,
      extraCaFile: options.extraCaFile,
    });
    return planRun(request, { language, limits, access, documentsByCopy });
  }

  async function contextOf(planned: RunPlan, signal: AbortSignal, queuedMs: number): Promise<RunContext> {
    const { dependencies } = planned.request;
    const dependencyVolume =
      dependencies && (await ensureDependencyVolume(engine, { key: dependencies.key, instanceId }));
    return {
      engine,
      logger,
      shutdown: shutdown.signal,
      signal,
      queuedMs,
      container: {
        instanceId,
        identity: await identity(),
        runtime,
        cpus: options.cpus ?? 1,
        dependencyVolume,
      },
    };
  }

  /** Runs once; where the engine turns out not to see this machine's files, once more with copies. */
  async function* execute(
    planned: RunPlan,
    { signal, queuedMs }: { signal: AbortSignal; queuedMs: number },
  ): AsyncGenerator<RunEvent, RunResult> {
    try {
      const context = await contextOf(planned, signal, queuedMs);
      return yield* runContainer(planned, context);
    } catch (error) {
      if (error instanceof MountRefusedError && !documentsByCopy) {
        logger.info({}, 'the engine does not see this machine: documents are copied into containers');
        documentsByCopy = true;
        return yield* execute(await plan(planned.request), { signal, queuedMs });
      }
      const reason = isSandsmithError(error)
        ? error.message
        : `The run could not start: ${messageOf(error)}.`;
      logger.warn({ err: error, runId: planned.request.runId }, 'run could not start');
      return emptyResult(planned, queuedMs, infrastructureVerdict(reason));
    }
  }

  async function* attempt(
    request: SandboxRequest,
    { signal, queuedMs }: { signal: AbortSignal; queuedMs: number },
  ): AsyncGenerator<RunEvent> {
    const planned = await plan(request);
    activeRuns.add(request.runId);
    try {
      const result: RunResult = signal.aborted
        ? emptyResult(planned, queuedMs, cancelled)
        : yield* execute(planned, { signal, queuedMs });
      yield { type: 'run.finished', result };
    } finally {
      activeRuns.delete(request.runId);
    }
  }

  async function* waitTurn(ticket: QueueTicket, signal: AbortSignal): AsyncGenerator<RunEvent> {
    let announced = 0;
    for (let position = ticket.position(); position > 0 && !signal.aborted; position = ticket.position()) {
      if (position !== announced) yield { type: 'run.queued', position };
      announced = position;
      await ticket.change(signal);
    }
  }

  async function* run(
    request: SandboxRequest,
    { signal }: { signal: AbortSignal },
  ): AsyncGenerator<RunEvent> {
    const planned = await plan(request);
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
        yield { type: 'run.finished', result: emptyResult(planned, queuedMs, infrastructureVerdict(fault)) };
        return;
      }
      yield* attempt(request, { signal, queuedMs });
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
    languages: async (): Promise<Language[]> =>
      describeLanguages(engine, await registry.list(), options.maxLimits),
    checks: () =>
      healthChecks({ engine, languages: registry.list, runtime, runtimeFault: availability.runtimeFault }),
    unavailableReason: availability.unavailableReason,
    removeDependencies: (key) => removeDependencyVolume(engine, key),
    async close() {
      shutdown.abort(new Error('the server stops'));
      await Promise.allSettled(ongoing);
      await janitor.close();
    },
  };
}
