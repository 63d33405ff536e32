import type { BuildRecord } from '@sandsmith/db/repositories/build-records';
import type { BuilderContext } from '../builder-context.ts';
import { workingStatuses } from '../events/build-recorder.ts';
import { planWorkflowId } from '../plan/plan-workflow.ts';
import { failureOf } from '../round/build-failures.ts';
import { roundWorkflowId } from '../round/round-workflow.ts';
import type { BuildWorkflows } from '../workflows.ts';

async function takeUp(context: BuilderContext, workflows: BuildWorkflows, build: BuildRecord): Promise<void> {
  const { id: buildId, round, status } = build;
  const isPlanning = status === 'planning';
  const workflowId = isPlanning ? planWorkflowId(buildId, round) : roundWorkflowId(buildId, round);
  const state = await context.durable.stateOf(workflowId);
  if (state === 'working') return;
  if (state === 'missing') {
    // The server died between the decision and the beginning of the work.
    await (isPlanning ? workflows.plan : workflows.round).begin(workflowId, buildId, round);
    return;
  }
  context.logger.error({ buildId, workflowId, state }, 'A build had no one working on it');
  const failure = failureOf(undefined);
  await context.recorder.change({
    buildId,
    round,
    from: [status],
    build: { status: 'failed', failure, summary: failure.message, finishedAt: new Date() },
    events: [{ type: 'build.failed', payload: failure }],
  });
}

/** After a start: every build that is said to be in work has someone working on it, or is told to have failed. */
export async function takeUpBuilds(context: BuilderContext, workflows: BuildWorkflows): Promise<void> {
  for (const build of await context.builds.listByStatus(workingStatuses))
    await takeUp(context, workflows, build);
}
