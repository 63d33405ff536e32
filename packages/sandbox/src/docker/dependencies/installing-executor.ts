import { isSandsmithError, messageOf } from '@sandsmith/foundation/errors';
import { runToEnd } from '../../sandbox-port.ts';
import type { RunExecutor } from '../runs/run-executor.ts';
import { emptyResult } from '../runs/run-in-container.ts';
import type { RunPlan } from '../runs/run-plan.ts';
import { infrastructureVerdict } from '../runs/verdict.ts';
import type { DependencyCache, FailedInstall } from './dependency-cache.ts';
import type { RunInstall } from './install-set.ts';

/** Runs an install like any program, its packages watched for their size. */
export function createRunInstall(executor: RunExecutor): RunInstall {
  return async (request, { volume, dependencyBytes, signal }) => {
    const plan: RunPlan = { ...(await executor.plan(request)), dependencyBytes };
    return runToEnd(executor.execute(plan, { signal, queuedMs: 0, volume }));
  };
}

function explain(error: unknown): FailedInstall {
  const reason = isSandsmithError(error)
    ? error.message
    : `Packages could not be installed: ${messageOf(error)}.`;
  return { verdict: infrastructureVerdict(reason), output: '' };
}

/** Runs programs, with what their manifests name installed first. */
export function createInstallingExecutor({
  executor,
  cache,
}: {
  executor: RunExecutor;
  cache: DependencyCache;
}): RunExecutor {
  async function* prepare(plan: RunPlan, signal: AbortSignal): ReturnType<DependencyCache['prepare']> {
    try {
      return yield* cache.prepare(plan.request, { language: plan.language, signal });
    } catch (error) {
      return explain(error);
    }
  }

  return {
    plan: executor.plan,
    async *execute(plan, options) {
      const prepared = yield* prepare(plan, options.signal);
      if (!prepared) return yield* executor.execute(plan, options);
      if ('verdict' in prepared) {
        const { verdict, output } = prepared;
        if (output !== '') yield { type: 'stderr.delta', text: output };
        const result = { ...emptyResult(plan, options.queuedMs, verdict), stderr: output };
        yield { type: 'run.finished', result };
        return;
      }
      try {
        const { request, volume } = prepared;
        yield* executor.execute(await executor.plan(request), { ...options, volume });
      } finally {
        prepared.release();
      }
    },
  };
}
