import { filePathFault } from '@sandsmith/contracts/domain/file-path';
import { type Plan, type PlanStep, planSchema, type StepView } from '@sandsmith/contracts/domain/plan';

type PlanView = { title: string; summary: string; steps: readonly (PlanStep | StepView)[] };

/** The definition alone: a step's working state is not part of a plan that is saved. */
export function toPlan({ title, summary, steps }: PlanView): Plan {
  return {
    title,
    summary,
    steps: steps.map(
      ({ id, kind, title: stepTitle, instructions, dependsOn, files, language, acceptance }) => ({
        id,
        kind,
        title: stepTitle,
        instructions,
        dependsOn: [...dependsOn],
        files: [...files],
        language,
        acceptance: { command: acceptance.command },
      }),
    ),
  };
}

export function changeStep(plan: Plan, id: string, change: Partial<Omit<PlanStep, 'id'>>): Plan {
  return { ...plan, steps: plan.steps.map((step) => (step.id === id ? { ...step, ...change } : step)) };
}

/** Without the step, and without it in the others' dependencies; they take over what it depended on. */
export function removeStep(plan: Plan, id: string): Plan {
  const removed = plan.steps.find((step) => step.id === id);
  if (!removed) return plan;
  const steps = plan.steps
    .filter((step) => step.id !== id)
    .map((step) => {
      if (!step.dependsOn.includes(id)) return step;
      const inherited = [...step.dependsOn.filter((other) => other !== id), ...removed.dependsOn];
      return { ...step, dependsOn: [...new Set(inherited)] };
    });
  return { ...plan, steps };
}

/** One place up (-1) or down (1); undefined where that would put a step before one it depends on. */
export function moveStep(plan: Plan, id: string, by: -1 | 1): Plan | undefined {
  const from = plan.steps.findIndex((step) => step.id === id);
  const step = plan.steps[from];
  const other = plan.steps[from + by];
  if (!step || !other) return undefined;
  const [first, second] = by === -1 ? [step, other] : [other, step];
  if (first.dependsOn.includes(second.id)) return undefined;
  const steps = [...plan.steps];
  steps[from] = other;
  steps[from + by] = step;
  return { ...plan, steps };
}

/** A new step at the end, which waits for the last one. Its id is free. */
export function addStep(plan: Plan): { plan: Plan; id: string } {
  const taken = new Set(plan.steps.map((step) => step.id));
  let number = plan.steps.length + 1;
  while (taken.has(`step-${number}`)) number += 1;
  const last = plan.steps.at(-1);
  const step: PlanStep = {
    id: `step-${number}`,
    kind: 'run',
    title: 'New step',
    instructions: '',
    dependsOn: last ? [last.id] : [],
    files: [],
    language: last?.language ?? 'python',
    acceptance: { command: last?.acceptance.command ?? 'true' },
  };
  return { plan: { ...plan, steps: [...plan.steps, step] }, id: step.id };
}

/** Files as a person types them, by commas or lines. */
export function parseFiles(text: string): string[] {
  const paths = text
    .split(/[,\n]/)
    .map((path) => path.trim())
    .filter(Boolean);
  return [...new Set(paths)];
}

/** What keeps the plan from being saved, in words; empty where it can be. */
export function planFaultsInWords(plan: Plan): string[] {
  const result = planSchema.safeParse(plan);
  if (result.success) return [];
  return [...new Set(result.error.issues.map((issue) => faultWords(plan, issue.path, issue.message)))];
}

function faultWords(plan: Plan, path: readonly PropertyKey[], message: string): string {
  const [area, index, field, place] = path;
  if (area !== 'steps' || typeof index !== 'number') {
    return area === 'steps' && plan.steps.length === 0
      ? 'A plan needs at least one step'
      : `The plan: ${message}`;
  }
  const step = plan.steps[index];
  const name = step?.title.trim() || `Step ${index + 1}`;
  if (field === 'title') return `Step ${index + 1} needs a title`;
  if (field === 'acceptance') return `${name}: needs a command that must pass`;
  if (field === 'files' && typeof place === 'number') {
    const file = step?.files[place] ?? '';
    return `${name}: the path ${file} ${filePathFault(file) ?? message}`;
  }
  return `${name}: ${message}`;
}

/** Steps by layers: each stands in the layer after its latest dependency. */
export function planLayers<T extends { id: string; dependsOn: readonly string[] }>(
  steps: readonly T[],
): T[][] {
  const depths = new Map<string, number>();
  const byId = new Map(steps.map((step) => [step.id, step]));
  const depthOf = (step: T, trail: readonly string[]): number => {
    const known = depths.get(step.id);
    if (known !== undefined) return known;
    const parents = step.dependsOn
      .filter((id) => !trail.includes(id))
      .map((id) => byId.get(id))
      .filter((parent) => parent !== undefined);
    const depth = parents.reduce(
      (deepest, parent) => Math.max(deepest, depthOf(parent, [...trail, step.id]) + 1),
      0,
    );
    depths.set(step.id, depth);
    return depth;
  };
  const layers: T[][] = [];
  for (const step of steps) {
    const depth = depthOf(step, []);
    while (layers.length <= depth) layers.push([]);
    layers[depth]?.push(step);
  }
  return layers;
}
