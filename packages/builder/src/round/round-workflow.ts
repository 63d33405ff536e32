import type { BuildFailure } from '@sandsmith/contracts/domain/build';
import { topologicalOrder } from '@sandsmith/contracts/domain/plan';
import { SandsmithError } from '@sandsmith/foundation/errors';
import type { BuilderContext } from '../builder-context.ts';
import { StoppedError } from '../durable/build-scopes.ts';
import type { DurableWorkflow } from '../durable/durable-runtime.ts';
import { workStep } from '../durable/work-step.ts';
import type { StepOutcome } from '../execute/step-workflow.ts';
import { awaitTurn, projectWakeKey } from './await-turn.ts';
import { failureOf } from './build-failures.ts';
import { finishFailed, finishGreen } from './finish-round.ts';

export type StepWorkflow = DurableWorkflow<[buildId: string, round: number, stepId: string], StepOutcome>;

export const roundWorkflowId = (buildId: string, round: number) => `${buildId}/round/${round}`;

interface Place {
  buildId: string;
  round: number;
}

/** The steps that are not green yet, each after what it depends on: the order in which their workflows begin. */
async function listOpenSteps(
  context: BuilderContext,
  place: Place,
): Promise<{ projectId: string; stepIds: string[] }> {
  return workStep(context, { ...place, name: 'list-open-steps' }, async ({ signal }) => {
    const whole = await context.recorder.patiently(signal, () => context.builds.findWhole(place.buildId));
    const order = whole?.build.plan && topologicalOrder(whole.build.plan.steps);
    if (!whole || !order)
      throw new SandsmithError({ code: 'build.not-found', message: 'The build was deleted meanwhile.' });
    const green = new Set(
      whole.steps.filter(({ status }) => status === 'succeeded').map(({ stepId }) => stepId),
    );
    const stepIds = order.map(({ id }) => id).filter((id) => !green.has(id));
    return { projectId: whole.build.projectId, stepIds };
  });
}

async function runSteps(
  context: BuilderContext,
  place: Place,
  workflow: StepWorkflow,
): Promise<StepOutcome[]> {
  const { buildId, round } = place;
  const { stepIds } = await listOpenSteps(context, place);
  const running = [];
  for (const stepId of stepIds) {
    const id = `${roundWorkflowId(buildId, round)}/${stepId}`;
    running.push(await workflow.begin(id, buildId, round, stepId));
  }
  const outcomes: StepOutcome[] = [];
  for (const step of running) outcomes.push(await step.result());
  return outcomes;
}

async function fail(context: BuilderContext, place: Place, failure: BuildFailure): Promise<void> {
  await workStep(context, { ...place, name: 'fail' }, (scope) => finishFailed(context, scope, failure));
}

async function carryOut(context: BuilderContext, place: Place, workflow: StepWorkflow): Promise<void> {
  await workStep(context, { ...place, name: 'await-turn' }, (scope) => awaitTurn(context, scope));
  const outcomes = await runSteps(context, place, workflow);
  if (outcomes.some(({ status }) => status === 'stopped')) return;
  const failed = outcomes.find((outcome) => outcome.status === 'failed');
  if (failed) return fail(context, place, failed.failure);
  await workStep(context, { ...place, name: 'finish' }, (scope) => finishGreen(context, scope));
}

/** Carries out an approved plan: every open step in a workflow of its own, then the end of the build. */
export async function roundWorkflow(
  context: BuilderContext,
  place: Place,
  workflow: StepWorkflow,
): Promise<void> {
  try {
    await carryOut(context, place, workflow);
  } catch (error) {
    if (error instanceof StoppedError) return;
    try {
      await fail(context, place, failureOf(error));
    } catch (unrecorded) {
      if (!(unrecorded instanceof StoppedError)) throw unrecorded;
    }
  } finally {
    await wakeProject(context, place.buildId);
  }
}

/** The next build of the project may begin. */
async function wakeProject(context: BuilderContext, buildId: string): Promise<void> {
  const build = await context.builds.findById(buildId).catch(() => undefined);
  if (build) context.wakes.wake(projectWakeKey(build.projectId));
}
