import { type Plan, topologicalOrder } from '@sandsmith/contracts/domain/plan';
import { SandsmithError } from '@sandsmith/foundation/errors';

const foldersOf = (file: string): string[] =>
  file
    .split('/')
    .slice(0, -1)
    .map((_, index, parts) => parts.slice(0, index + 1).join('/'));

/** What this server cannot carry out of a plan that is well-formed. */
export function planFaults(plan: Plan, languageIds: readonly string[]): { path: string; message: string }[] {
  const faults: { path: string; message: string }[] = [];
  const writers = new Map<string, string>();
  plan.steps.forEach((step, index) => {
    if (!languageIds.includes(step.language))
      faults.push({
        path: `steps.${index}.language`,
        message: `there is no language ${JSON.stringify(step.language)}; choose one of ${languageIds.join(', ')}`,
      });
    for (const file of step.files) {
      const writer = writers.get(file);
      if (writer !== undefined)
        faults.push({
          path: `steps.${index}.files`,
          message: `${file} is written by ${writer} already; one step writes a file`,
        });
      writers.set(file, step.id);
      if (/^(?:data|output)(?:\/|$)/.test(file))
        faults.push({
          path: `steps.${index}.files`,
          message: `${file} cannot be written: data/ holds the documents and output/ what programs make`,
        });
    }
  });
  for (const [file, writer] of writers) {
    const folder = foldersOf(file).find((parent) => writers.has(parent));
    if (folder === undefined) continue;
    const index = plan.steps.findIndex(({ id }) => id === writer);
    faults.push({
      path: `steps.${index}.files`,
      message: `${file} cannot be written: ${folder} is a file of this plan and no folder`,
    });
  }
  if (!topologicalOrder(plan.steps))
    faults.push({ path: 'steps', message: 'the steps depend on each other in a circle' });
  return faults;
}

/** Throws `build.plan-invalid` with every fault. */
export function assertPlan(plan: Plan, languageIds: readonly string[]): void {
  const issues = planFaults(plan, languageIds);
  if (issues.length === 0) return;
  throw new SandsmithError({
    code: 'build.plan-invalid',
    message: `The plan cannot be carried out: ${issues.map(({ path, message }) => `${path}: ${message}`).join('; ')}. Change these points and send it again.`,
    details: { issues },
  });
}
