import os from 'node:os';
import path from 'node:path';
import type { RunResult } from '@sandsmith/contracts/domain/run';
import type { RunEvent } from '@sandsmith/contracts/events/run-events';
import { isSandsmithError, messageOf } from '@sandsmith/foundation/errors';
import { newId } from '@sandsmith/foundation/ids';
import type Docker from 'dockerode';
import { effectiveLimits, type LanguageRegistry } from '../languages/language-registry.ts';
import { runToEnd, type SandboxRequest } from '../sandbox-port.ts';
import { ensureDependencyVolume } from './dependency-volumes.ts';
import type { DockerSandboxOptions } from './docker-sandbox-options.ts';
import { MountRefusedError } from './open-container.ts';
import { readPackageAccess } from './package-access.ts';
import { emptyResult, type RunContext, runContainer } from './run-container.ts';
import { planRun, type RunPlan } from './run-plan.ts';
import type { ServerIdentity } from './server-identity.ts';
import { infrastructureVerdict, type Verdict } from './verdict.ts';

export interface RunExecutor {
  /** Checks a request; throws what the caller can correct. */
  plan(request: SandboxRequest): Promise<RunPlan>;
  /** Runs at once, without a queue; the last event is `run.finished`. */
  execute(plan: RunPlan, options: { signal: AbortSignal; queuedMs: number }): AsyncGenerator<RunEvent>;
}

export interface RunExecutorOptions {
  engine: Docker;
  registry: LanguageRegistry;
  identity: () => Promise<ServerIdentity>;
  shutdown: AbortSignal;
  /** Kept up to date: the runs whose containers are in use. */
  activeRuns: Set<string>;
  options: DockerSandboxOptions;
}

const cancelled: Verdict = { status: 'cancelled', phase: 'run', exitCode: null, signal: null };
const stopped = infrastructureVerdict('Sandsmith was stopped before the program ran. Run it again.');

export function createRunExecutor(executorOptions: RunExecutorOptions): RunExecutor {
  const { engine, registry, identity, shutdown, activeRuns, options } = executorOptions;
  const { logger, instanceId, runtime, cpus = 1 } = options;
  let documentsByCopy = options.documentsByCopy ?? false;

  async function planWith(request: SandboxRequest, byCopy: boolean): Promise<RunPlan> {
    const language = await registry.find(request.language);
    const limits = effectiveLimits(language, request.limits, options.maxLimits);
    const access = await readPackageAccess({
      environment: options.environment ?? process.env,
      extraCaFile: options.extraCaFile,
    });
    return planRun(request, { language, limits, access, documentsByCopy: byCopy });
  }

  async function contextOf({ request }: RunPlan, signal: AbortSignal, queuedMs: number): Promise<RunContext> {
    const { dependencies } = request;
    const dependencyVolume =
      dependencies && (await ensureDependencyVolume(engine, { key: dependencies.key, instanceId }));
    const container = { instanceId, identity: await identity(), runtime, cpus, dependencyVolume };
    return { engine, logger, shutdown, signal, queuedMs, container };
  }

  /** Runs once; where the engine turns out not to see this machine's files, once more with copies. */
  async function* attempt(plan: RunPlan, context: RunContext): AsyncGenerator<RunEvent, RunResult> {
    try {
      return yield* runContainer(plan, context);
    } catch (error) {
      if (!(error instanceof MountRefusedError)) throw error;
      const result = yield* runContainer(await planWith(plan.request, true), context);
      if (result.status !== 'infrastructure-error' && !documentsByCopy) {
        documentsByCopy = true;
        logger.info(
          {},
          'the engine does not see files of this machine: documents are copied into containers',
        );
      }
      return result;
    }
  }

  async function* executeOrExplain(
    plan: RunPlan,
    { signal, queuedMs }: { signal: AbortSignal; queuedMs: number },
  ): AsyncGenerator<RunEvent, RunResult> {
    if (signal.aborted) return emptyResult(plan, queuedMs, cancelled);
    if (shutdown.aborted) return emptyResult(plan, queuedMs, stopped);
    try {
      return yield* attempt(plan, await contextOf(plan, signal, queuedMs));
    } catch (error) {
      const reason = isSandsmithError(error)
        ? error.message
        : `The run could not start: ${messageOf(error)}.`;
      logger.warn({ err: error, runId: plan.request.runId }, 'run could not start');
      return emptyResult(plan, queuedMs, infrastructureVerdict(reason));
    }
  }

  return {
    plan: (request) => planWith(request, documentsByCopy),
    async *execute(plan, { signal, queuedMs }) {
      const { runId } = plan.request;
      activeRuns.add(runId);
      try {
        yield { type: 'run.finished', result: yield* executeOrExplain(plan, { signal, queuedMs }) };
      } finally {
        activeRuns.delete(runId);
      }
    },
  };
}

/** Runs a program that does nothing: gives what went wrong, or undefined where it worked. */
export async function probeRuntime({
  executor,
  registry,
  instanceId,
  signal,
}: {
  executor: RunExecutor;
  registry: LanguageRegistry;
  instanceId: string;
  signal: AbortSignal;
}): Promise<string | undefined> {
  const [language] = await registry.list();
  const plan = await executor.plan({
    runId: newId(),
    ownerId: instanceId,
    language: language?.id ?? '',
    files: [],
    command: 'true',
    network: 'none',
    // nothing is written: the program leaves no artifact
    artifactsDirectory: path.join(os.tmpdir(), 'sandsmith-probe'),
  });
  const result = await runToEnd(executor.execute(plan, { signal, queuedMs: 0 }));
  return result.status === 'succeeded' ? undefined : (result.message ?? `a program ended ${result.status}`);
}
