import type { BuilderContext } from './builder-context.ts';
import type { DurableWorkflow } from './durable/durable-runtime.ts';
import { stepWorkflow } from './execute/step-workflow.ts';
import { planWorkflow } from './plan/plan-workflow.ts';
import { roundWorkflow, roundWorkflowId } from './round/round-workflow.ts';

export interface BuildWorkflows {
  plan: DurableWorkflow<[buildId: string, round: number], void>;
  round: DurableWorkflow<[buildId: string, round: number], void>;
}

/** The workflows by the names under which unfinished ones are found again after a restart. */
export function registerWorkflows(context: BuilderContext): BuildWorkflows {
  const { durable } = context;
  const step = durable.register('build-step', (buildId: string, round: number, stepId: string) =>
    stepWorkflow(context, { buildId, round, stepId }),
  );
  const round = durable.register('build-round', (buildId: string, number: number) =>
    roundWorkflow(context, { buildId, round: number }, step),
  );
  const plan = durable.register('build-plan', async (buildId: string, number: number) => {
    const { beginRound } = await planWorkflow(context, buildId, number);
    if (beginRound !== null) await round.begin(roundWorkflowId(buildId, beginRound), buildId, beginRound);
  });
  return { plan, round };
}
