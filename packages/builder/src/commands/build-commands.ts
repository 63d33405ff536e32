import type { BuildStatus } from '@sandsmith/contracts/domain/build';
import type { BuildEntry, RecordResult } from '@sandsmith/db/repositories/build-log';
import type { BuildRecord, StepRecord } from '@sandsmith/db/repositories/build-records';
import { SandsmithError } from '@sandsmith/foundation/errors';
import type { BuilderContext } from '../builder-context.ts';
import type { Builder } from '../builder-port.ts';
import { sandboxWakeKey } from '../execute/await-sandbox.ts';
import { approvalEntry } from '../plan/approve-plan.ts';
import { assertPlan } from '../plan/check-plan.ts';
import { planWorkflowId } from '../plan/plan-workflow.ts';
import { projectWakeKey } from '../round/await-turn.ts';
import { roundWorkflowId } from '../round/round-workflow.ts';
import type { BuildWorkflows } from '../workflows.ts';
import { buildNotFound, findBuild, viewBuild } from './build-queries.ts';
import { storeNewBuild } from './create-build.ts';

type Commands = Pick<Builder, 'createBuild' | 'revisePlan' | 'approve' | 'cancel' | 'resume' | 'stopProject'>;

const cancellable = ['planning', 'awaiting-approval', 'running', 'paused'] as const;

const remedies: Partial<Record<BuildStatus, string>> = {
  planning: 'It is still being planned; wait for its plan.',
  'awaiting-approval': 'It waits for its plan to be approved.',
  running: 'It is running; cancel it first where you want to change it.',
  paused: 'It is paused and goes on by itself; cancel it where you do not want that.',
  succeeded: 'It has succeeded; start a new build to change something.',
  failed: 'It has failed; resume it to try again.',
  cancelled: 'It was cancelled; resume it to go on.',
};

function expectRecorded(result: RecordResult, wish: string): BuildRecord {
  if (result.outcome !== 'refused') return result.build;
  if (!result.build) throw buildNotFound();
  const { status } = result.build;
  throw new SandsmithError({
    code: 'build.state-conflict',
    message: `The build cannot be ${wish} in its state (${status}). ${remedies[status] ?? ''}`.trim(),
    details: { status },
  });
}

async function languageIds(context: BuilderContext): Promise<string[]> {
  return (await context.sandbox.languages()).map(({ id }) => id);
}

const isOpen = ({ status }: StepRecord) => ['pending', 'running', 'repairing'].includes(status);

async function cancelBuild(context: BuilderContext, buildId: string, reason: string): Promise<RecordResult> {
  const finishedAt = new Date();
  const result = await context.recorder.change({
    buildId,
    from: cancellable,
    build: { status: 'cancelled', finishedAt, summary: reason },
    steps: (_build, steps) =>
      steps.filter(isOpen).map(({ stepId }) => ({ stepId, status: 'cancelled', finishedAt })),
    events: (_build, steps) => [
      ...steps.filter(isOpen).map(({ stepId }) => ({ type: 'step.cancelled' as const, stepId, payload: {} })),
      { type: 'build.cancelled', payload: { reason } },
    ],
  });
  await context.scopes.stop(buildId);
  if (result.outcome !== 'refused') context.wakes.wake(projectWakeKey(result.build.projectId));
  return result;
}

/** Every step that is not green begins anew. */
const resetOpenSteps = (_build: BuildRecord, steps: readonly StepRecord[]) =>
  steps
    .filter(({ status }) => status !== 'succeeded')
    .map(({ stepId }) => ({
      ...{ stepId, status: 'pending' as const, attempts: 0 },
      ...{ exitCode: null, startedAt: null, finishedAt: null },
    }));

/** Where a build that ended goes on: with its steps, with its plan's approval, or with planning. */
function resumeEntry(build: BuildRecord): BuildEntry {
  const { id: buildId, plan, approvedAt, status } = build;
  const fresh = { failure: null, summary: null, finishedAt: null, nextRound: true };
  const resumed = { type: 'build.resumed' as const, payload: { reason: 'Asked to go on.' } };
  const from = [status];
  const { round } = build;
  if (!plan) return { buildId, from, round, build: { ...fresh, status: 'planning' }, events: [resumed] };
  if (!approvedAt)
    return { buildId, from, round, build: { ...fresh, status: 'awaiting-approval' }, events: [resumed] };
  return {
    buildId,
    from,
    round,
    build: { ...fresh, status: 'running' },
    events: (after) => [resumed, { type: 'build.started', payload: { round: after.round } }],
  };
}

async function resumeEnded(
  context: BuilderContext,
  workflows: BuildWorkflows,
  build: BuildRecord,
): Promise<void> {
  // What is left of the earlier round lets go of the project's files first.
  await context.scopes.stop(build.id);
  const result = await context.recorder.change({ ...resumeEntry(build), steps: resetOpenSteps });
  const { id, round, status } = expectRecorded(result, 'resumed');
  if (status === 'planning') await workflows.plan.begin(planWorkflowId(id, round), id, round);
  if (status === 'running') await workflows.round.begin(roundWorkflowId(id, round), id, round);
}

export function createBuildCommands(context: BuilderContext, workflows: BuildWorkflows): Commands {
  return {
    async createBuild(request) {
      const { id, round } = await storeNewBuild(context, request);
      await workflows.plan.begin(planWorkflowId(id, round), id, round);
      return viewBuild(context, id);
    },
    async revisePlan(buildId, plan) {
      expectStatus(await findBuild(context, buildId), 'awaiting-approval', 'given another plan');
      assertPlan(plan, await languageIds(context));
      const result = await context.recorder.change({
        buildId,
        from: ['awaiting-approval'],
        build: { plan },
        events: [{ type: 'plan.revised', payload: { plan } }],
      });
      expectRecorded(result, 'given another plan');
      return viewBuild(context, buildId);
    },
    async approve(buildId) {
      const before = await findBuild(context, buildId);
      expectStatus(before, 'awaiting-approval', 'approved');
      if (before.plan) assertPlan(before.plan, await languageIds(context));
      const result = await context.recorder.change(approvalEntry(buildId, { automatic: false }));
      const { round } = expectRecorded(result, 'approved');
      await workflows.round.begin(roundWorkflowId(buildId, round), buildId, round);
      return viewBuild(context, buildId);
    },
    async cancel(buildId) {
      expectRecorded(await cancelBuild(context, buildId, 'Cancelled by its owner.'), 'cancelled');
      return viewBuild(context, buildId);
    },
    async resume(buildId) {
      const build = await findBuild(context, buildId);
      if (build.status === 'paused') context.wakes.wake(sandboxWakeKey(buildId));
      else if (build.status === 'failed' || build.status === 'cancelled')
        await resumeEnded(context, workflows, build);
      else expectRecorded({ outcome: 'refused', build }, 'resumed');
      return viewBuild(context, buildId);
    },
    async stopProject(projectId) {
      for (const { id, status } of await context.builds.listByProject(projectId))
        if ((cancellable as readonly BuildStatus[]).includes(status))
          await cancelBuild(context, id, 'Its project was deleted.');
    },
  };
}

function expectStatus(build: BuildRecord, status: BuildStatus, wish: string): void {
  if (build.status !== status) expectRecorded({ outcome: 'refused', build }, wish);
}
