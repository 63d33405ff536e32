import type { BuildFailure } from '@sandsmith/contracts/domain/build';
import type { Plan } from '@sandsmith/contracts/domain/plan';
import { SandsmithError } from '@sandsmith/foundation/errors';
import type { BuilderContext } from '../builder-context.ts';
import { StoppedError } from '../durable/build-scopes.ts';
import { workStep } from '../durable/work-step.ts';
import { failureOf } from '../round/build-failures.ts';
import { approvalEntry } from './approve-plan.ts';
import { attemptPlan } from './plan-attempt.ts';

const maxAttempts = 3;

export const planWorkflowId = (buildId: string, round: number) => `${buildId}/plan/${round}`;

async function makePlan(context: BuilderContext, buildId: string, round: number): Promise<Plan> {
  let previous: { text: string; issues: string[] } | undefined;
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const name = `plan-${attempt}`;
    const result = await workStep(context, { buildId, round, name, isHeavy: true }, (scope) =>
      attemptPlan(context, scope, { attempt, previous }),
    );
    if ('plan' in result) return result.plan;
    previous = result;
  }
  throw new SandsmithError({
    code: 'model.output-invalid',
    message:
      `The model was asked ${maxAttempts} times for a plan, and its answer could not be used: ` +
      `${previous?.issues.slice(0, 3).join('; ')}. Resume to ask again, say the request in other words, or choose a stronger model.`,
    details: { issues: previous?.issues ?? [] },
  });
}

async function fail(
  context: BuilderContext,
  place: { buildId: string; round: number },
  failure: BuildFailure,
): Promise<void> {
  await workStep(context, { ...place, name: 'fail' }, async (scope) => {
    await context.recorder.record(scope, {
      once: `${scope.round}/plan/failed`,
      build: { status: 'failed', failure, summary: failure.message, finishedAt: new Date() },
      events: [{ type: 'build.failed', payload: failure }],
    });
  });
}

/** Makes the plan; where approval is automatic, approves it. Tells whether the build can begin, and with which round. */
export async function planWorkflow(
  context: BuilderContext,
  buildId: string,
  round: number,
): Promise<{ beginRound: number | null }> {
  const place = { buildId, round };
  try {
    const plan = await makePlan(context, buildId, round);
    const approval = await workStep(context, { ...place, name: 'propose' }, async (scope) => {
      const result = await context.recorder.record(scope, {
        once: `${round}/plan/proposed`,
        build: { plan, status: 'awaiting-approval' },
        events: [{ type: 'plan.proposed', payload: { plan } }],
      });
      return result.build.approval;
    });
    if (approval === 'manual') return { beginRound: null };
    return await workStep(context, { ...place, name: 'approve' }, async () => {
      const once = `${round}/plan/approved`;
      const entry = { ...approvalEntry(buildId, { automatic: true }), once };
      const result = await context.recorder.change(entry);
      return { beginRound: result.outcome === 'refused' ? null : result.build.round };
    });
  } catch (error) {
    if (error instanceof StoppedError) return { beginRound: null };
    try {
      await fail(context, place, failureOf(error));
    } catch (unrecorded) {
      if (!(unrecorded instanceof StoppedError)) throw unrecorded;
    }
    return { beginRound: null };
  }
}
