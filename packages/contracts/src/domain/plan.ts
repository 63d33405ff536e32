import { z } from 'zod';
import { filePathSchema } from './file-path.ts';

export const stepKinds = ['write', 'install', 'run', 'test', 'document'] as const;
export const stepKindSchema = z.enum(stepKinds);
export type StepKind = z.infer<typeof stepKindSchema>;

export const stepStatuses = [
  'pending',
  'running',
  'repairing',
  'succeeded',
  'failed',
  'skipped',
  'cancelled',
] as const;
export const stepStatusSchema = z.enum(stepStatuses);
export type StepStatus = z.infer<typeof stepStatusSchema>;

const stepIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and dashes, at most 64');

/** One step as planned. `acceptance.command` is run by `sh -c` in the step's container; exit code 0 is green. */
export const planStepSchema = z.strictObject({
  id: stepIdSchema,
  kind: stepKindSchema,
  title: z.string().trim().min(1).max(200),
  /** What the step has to achieve, in words, for the model that carries it out. */
  instructions: z.string().max(8_000).default(''),
  /** Ids of the steps that must be green before this one starts. */
  dependsOn: z.array(stepIdSchema).max(64).default([]),
  /** Project-relative paths that this step writes. */
  files: z.array(filePathSchema).max(64).default([]),
  /** Id of the language image that the acceptance command runs in. */
  language: z.string().min(1).max(32).default('python'),
  acceptance: z.strictObject({ command: z.string().trim().min(1).max(2_000) }),
});
export type PlanStep = z.infer<typeof planStepSchema>;

/** What each plan must keep: unique ids, known dependencies, no cycle, one writer a file. */
function planFaults(steps: readonly PlanStep[]): { path: (string | number)[]; message: string }[] {
  const faults: { path: (string | number)[]; message: string }[] = [];
  const ids = new Set<string>();
  steps.forEach((step, index) => {
    if (ids.has(step.id))
      faults.push({ path: ['steps', index, 'id'], message: `the id ${step.id} is used twice` });
    ids.add(step.id);
  });
  steps.forEach((step, index) => {
    for (const dependency of step.dependsOn)
      if (!ids.has(dependency))
        faults.push({ path: ['steps', index, 'dependsOn'], message: `there is no step ${dependency}` });
  });
  if (faults.length === 0 && !topologicalOrder(steps))
    faults.push({ path: ['steps'], message: 'the steps depend on each other in a circle' });
  return faults;
}

/** Steps ordered so that each stands after what it depends on; undefined where there is a circle. */
export function topologicalOrder<T extends { id: string; dependsOn: readonly string[] }>(
  steps: readonly T[],
): T[] | undefined {
  const done = new Set<string>();
  const order: T[] = [];
  while (order.length < steps.length) {
    const ready = steps.filter((step) => !done.has(step.id) && step.dependsOn.every((id) => done.has(id)));
    if (ready.length === 0) return undefined;
    for (const step of ready) {
      done.add(step.id);
      order.push(step);
    }
  }
  return order;
}

const planHead = {
  title: z.string().trim().min(1).max(200),
  summary: z.string().trim().max(4_000).default(''),
};

function checkPlan(plan: { steps: readonly PlanStep[] }, context: z.RefinementCtx): void {
  for (const fault of planFaults(plan.steps)) context.addIssue({ code: 'custom', ...fault });
}

export const planSchema = z
  .strictObject({ ...planHead, steps: z.array(planStepSchema).min(1).max(64) })
  .superRefine(checkPlan);
export type Plan = z.infer<typeof planSchema>;

/** A step as told by `GET /builds/:id`: the plan's definition with its working state. */
export const stepViewSchema = planStepSchema.extend({
  status: stepStatusSchema,
  attempts: z.int(),
  exitCode: z.int().nullable().optional(),
  startedAt: z.iso.datetime().nullable().optional(),
  finishedAt: z.iso.datetime().nullable().optional(),
});
export type StepView = z.infer<typeof stepViewSchema>;

/**
 * A plan as a person sends it back after changing it: the working state that `GET /builds/:id` tells of each step may
 * stand in it and is left out.
 */
export const editedPlanSchema = z
  .strictObject({
    ...planHead,
    steps: z
      .array(stepViewSchema.partial({ status: true, attempts: true }))
      .min(1)
      .max(64),
  })
  .superRefine(checkPlan)
  .transform(
    (plan): Plan => ({
      ...plan,
      steps: plan.steps.map(
        ({ status, attempts, exitCode, startedAt, finishedAt, ...definition }) => definition,
      ),
    }),
  );
