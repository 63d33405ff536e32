import type { Plan, PlanStep } from '@sandsmith/contracts/domain/plan';
import type { BuildRecord } from '@sandsmith/db/repositories/build-records';
import { SandsmithError } from '@sandsmith/foundation/errors';
import type { BuilderContext } from '../builder-context.ts';
import type { WorkScope } from '../events/build-recorder.ts';

export interface StepFacts {
  build: BuildRecord;
  plan: Plan;
  step: PlanStep;
  ownerId: string;
}

/** The build, its plan and one step, read afresh: what a replayed step sees is what stands. */
export async function readStep(
  context: BuilderContext,
  scope: WorkScope,
  stepId: string,
): Promise<StepFacts> {
  const { builds, recorder } = context;
  const [build, ownerId] = await recorder.patiently(scope.signal, () =>
    Promise.all([builds.findById(scope.buildId), builds.ownerId(scope.buildId)]),
  );
  const step = build?.plan?.steps.find(({ id }) => id === stepId);
  if (!build?.plan || !step || !ownerId)
    throw new SandsmithError({ code: 'build.not-found', message: 'The build was deleted meanwhile.' });
  return { build, plan: build.plan, step, ownerId };
}

/** Ids of all steps that this one stands on, directly or through others. */
export function ancestorsOf(plan: Plan, stepId: string): Set<string> {
  const byId = new Map(plan.steps.map((step) => [step.id, step]));
  const found = new Set<string>();
  const queue = [...(byId.get(stepId)?.dependsOn ?? [])];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    queue.push(...(byId.get(id)?.dependsOn ?? []));
  }
  return found;
}
