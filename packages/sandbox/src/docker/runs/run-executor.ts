import { mkdir } from 'node:fs/promises';
import type { RunResult } from '@sandsmith/contracts/domain/run';
import type { RunEvent } from '@sandsmith/contracts/events/run-events';
import { isSandsmithError, messageOf, SandsmithError } from '@sandsmith/foundation/errors';
import type Docker from 'dockerode';
import { effectiveLimits, type LanguageRegistry } from '../../languages/language-registry.ts';
import type { SandboxRequest } from '../../sandbox-port.ts';
import { MountRefusedError } from '../containers/open-container.ts';
import type { SealedContainer } from '../containers/sealed-containers.ts';
import { ensureDependencyVolume } from '../dependency-volumes.ts';
import type { DockerSandboxOptions } from '../docker-sandbox-options.ts';
import type { EgressProxy } from '../egress/egress-proxy.ts';
import type { ImageCatalogue } from '../images/image-catalogue.ts';
import { noPackageAccess, type PackageAccess } from '../package-access.ts';
import type { ContainerPool } from '../pool/container-pool.ts';
import { emptyResult, runInContainer } from './run-in-container.ts';
import { planRun, type RunPlan, shapeOf } from './run-plan.ts';
import { infrastructureVerdict, type Verdict } from './verdict.ts';

export interface ExecuteOptions {
  signal: AbortSignal;
  queuedMs: number;
  /** The engine's volume for /deps; found by the request's own dependencies where left out. */
  volume?: string;
}

export interface RunExecutor {
  /** Checks a request; throws what the caller can correct. Documents are mounted where that is known to work. */
  plan(request: SandboxRequest, options?: { documentsByCopy: boolean }): Promise<RunPlan>;
  /** Runs at once, without a queue; the last event is `run.finished`. */
  execute(plan: RunPlan, options: ExecuteOptions): AsyncGenerator<RunEvent>;
}

export interface RunExecutorOptions {
  engine: Docker;
  registry: LanguageRegistry;
  catalogue: ImageCatalogue;
  pool: ContainerPool;
  egress: EgressProxy;
  access: () => Promise<PackageAccess>;
  shutdown: AbortSignal;
  options: DockerSandboxOptions;
}

export const cancelled: Verdict = { status: 'cancelled', phase: 'run', exitCode: null, signal: null };
export const stopped = infrastructureVerdict('Sandsmith was stopped before the program ran. Run it again.');

function reasonOf(error: unknown): string {
  return isSandsmithError(error) ? error.message : `The run could not start: ${messageOf(error)}.`;
}

function refuseInternet(): never {
  throw new SandsmithError({
    code: 'run.network-forbidden',
    message:
      'Programs may not reach the internet here. Use network "packages" for package registries, or ask an administrator to set SANDBOX_INTERNET=allowed.',
  });
}

/** Plans runs and finds their containers; learns on the way whether the engine sees this machine's files. */
interface Preparation {
  plan: RunExecutor['plan'];
  /** A container for the plan; where the engine turns out not to see the files, one for a plan with copies. */
  containerFor(
    plan: RunPlan,
    volume: string | undefined,
  ): Promise<{ plan: RunPlan; container: SealedContainer }>;
}

function createPreparation({ registry, pool, access, options }: RunExecutorOptions): Preparation {
  let documentsByCopy = options.documentsByCopy ?? false;

  async function planWith(request: SandboxRequest, byCopy: boolean): Promise<RunPlan> {
    if (request.network === 'internet' && !options.allowInternet) refuseInternet();
    const language = await registry.find(request.language);
    const limits = effectiveLimits(language, request.limits, options.maxLimits);
    const packages = request.network === 'none' ? noPackageAccess : await access();
    return planRun(request, { language, limits, access: packages, documentsByCopy: byCopy });
  }

  return {
    plan: (request, wanted) => planWith(request, wanted?.documentsByCopy ?? documentsByCopy),
    async containerFor(plan, volume) {
      try {
        return { plan, container: await pool.take(shapeOf(plan, volume)) };
      } catch (error) {
        if (!(error instanceof MountRefusedError)) throw error;
        const copying = await planWith(plan.request, true);
        const container = await pool.take(shapeOf(copying, volume));
        if (!documentsByCopy)
          options.logger.info({}, 'documents are copied: the engine does not see files of this machine');
        documentsByCopy = true;
        return { plan: copying, container };
      }
    },
  };
}

export function createRunExecutor(parts: RunExecutorOptions): RunExecutor {
  const { engine, catalogue, egress, shutdown, options } = parts;
  const { logger, instanceId } = options;
  const preparation = createPreparation(parts);

  async function volumeOf({ request }: RunPlan, given: string | undefined): Promise<string | undefined> {
    if (given !== undefined || !request.dependencies) return given;
    return ensureDependencyVolume(engine, { key: request.dependencies.key, instanceId });
  }

  async function* attempt(
    asked: RunPlan,
    { signal, queuedMs, volume }: ExecuteOptions,
  ): AsyncGenerator<RunEvent, RunResult> {
    const folder = mkdir(asked.request.artifactsDirectory, { recursive: true });
    folder.catch(() => {});
    const { plan, container } = await preparation.containerFor(asked, await volumeOf(asked, volume));
    try {
      const result = yield* runInContainer(plan, container, { logger, egress, shutdown, signal, queuedMs });
      await folder;
      return result;
    } finally {
      container.remove();
    }
  }

  async function* executeOrExplain(
    plan: RunPlan,
    execution: ExecuteOptions,
  ): AsyncGenerator<RunEvent, RunResult> {
    const { signal, queuedMs } = execution;
    if (signal.aborted) return emptyResult(plan, queuedMs, cancelled);
    if (shutdown.aborted) return emptyResult(plan, queuedMs, stopped);
    try {
      return yield* attempt(plan, execution);
    } catch (error) {
      if (isSandsmithError(error, 'sandbox.image-missing')) catalogue.forget();
      logger.warn({ err: error, runId: plan.request.runId }, 'run could not start');
      return emptyResult(plan, queuedMs, infrastructureVerdict(reasonOf(error)));
    }
  }

  return {
    plan: preparation.plan,
    async *execute(plan, execution) {
      yield { type: 'run.finished', result: yield* executeOrExplain(plan, execution) };
    },
  };
}
