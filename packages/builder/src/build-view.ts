import type { BuildView } from '@sandsmith/contracts/domain/build';
import type { StepView } from '@sandsmith/contracts/domain/plan';
import type { ArtifactRecord, BuildRecord, StepRecord } from '@sandsmith/db/repositories/build-records';

/** A build as `GET /builds/:id` tells it. */
export function toBuildView(whole: {
  build: BuildRecord;
  steps: readonly StepRecord[];
  artifacts: readonly ArtifactRecord[];
}): BuildView {
  const { round: _round, roundAt: _roundAt, plan, ...build } = whole.build;
  const states = new Map(whole.steps.map((step) => [step.stepId, step]));
  const steps = (plan?.steps ?? []).map((step): StepView => {
    const state = states.get(step.id);
    if (!state) return { ...step, status: 'pending', attempts: 0 };
    const { status, attempts, exitCode, startedAt, finishedAt } = state;
    return { ...step, status, attempts, exitCode, startedAt, finishedAt };
  });
  return {
    ...build,
    title: plan?.title ?? null,
    plan: plan && { title: plan.title, summary: plan.summary, steps },
    artifacts: whole.artifacts.map(({ path, stepId, mediaType, bytes }) => ({
      path,
      stepId,
      mediaType,
      bytes,
    })),
  };
}
