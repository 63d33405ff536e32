import type { Plan, PlanStep } from '@sandsmith/contracts/domain/plan';

type StepFields = Pick<PlanStep, 'id' | 'kind' | 'title' | 'instructions' | 'files' | 'dependsOn'> & {
  command: string;
};

/** A step in the built-in model's language. */
export function pythonStep({ command, ...fields }: StepFields): PlanStep {
  return { ...fields, language: 'python', acceptance: { command } };
}

/** The step that every program ends with. */
export function readmeStep(): PlanStep {
  return pythonStep({
    id: 'write-readme',
    kind: 'document',
    title: 'Describe the program and how to use it',
    instructions: 'Say what the program does, how to run it and its tests, and what its files are.',
    files: ['README.md'],
    dependsOn: [],
    command: 'test -s README.md',
  });
}

/** A plan with texts cut to what a plan may hold. */
export function blueprintPlan(title: string, summary: string, steps: PlanStep[]): Plan {
  return {
    title: title.replace(/\s+/gu, ' ').trim().slice(0, 200) || 'Program',
    summary: summary.slice(0, 4_000),
    steps: steps.map((step) => ({
      ...step,
      title: step.title.slice(0, 200),
      instructions: step.instructions.slice(0, 8_000),
    })),
  };
}
