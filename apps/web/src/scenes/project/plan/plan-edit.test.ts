import { describe, expect, test } from '@jest/globals';
import { type Plan, type PlanStep, planSchema } from '@sandsmith/contracts/domain/plan';
import {
  addStep,
  changeStep,
  moveStep,
  parseFiles,
  planFaultsInWords,
  planLayers,
  removeStep,
  toPlan,
} from './plan-edit.ts';

const step = (id: string, dependsOn: string[] = []): PlanStep => ({
  id,
  kind: 'run',
  title: `Title of ${id}`,
  instructions: '',
  dependsOn,
  files: [],
  language: 'python',
  acceptance: { command: 'true' },
});
const plan: Plan = {
  title: 'Plan',
  summary: '',
  steps: [step('write'), step('run', ['write']), step('test', ['run', 'write']), step('readme', ['write'])],
};
const ids = (value: Plan) => value.steps.map(({ id }) => id);
const dependencies = (value: Plan, id: string) => value.steps.find((entry) => entry.id === id)?.dependsOn;

describe('removing a step', () => {
  test('takes it out of the others, which then wait for what it waited for', () => {
    const left = removeStep(plan, 'run');
    expect(ids(left)).toEqual(['write', 'test', 'readme']);
    expect(dependencies(left, 'test')).toEqual(['write']);
    expect(planSchema.safeParse(left).success).toBe(true);
  });

  test('of the first step leaves a plan that can be saved', () => {
    const left = removeStep(plan, 'write');
    expect(dependencies(left, 'run')).toEqual([]);
    expect(planFaultsInWords(left)).toEqual([]);
  });

  test('that is not there changes nothing', () => {
    expect(removeStep(plan, 'nothing')).toBe(plan);
  });
});

describe('moving a step', () => {
  test('changes places with its neighbour', () => {
    const moved = moveStep(plan, 'readme', -1);
    expect(moved && ids(moved)).toEqual(['write', 'run', 'readme', 'test']);
  });

  test('is refused before a step that it waits for, and beyond the ends', () => {
    expect(moveStep(plan, 'run', -1)).toBeUndefined();
    expect(moveStep(plan, 'write', 1)).toBeUndefined();
    expect(moveStep(plan, 'write', -1)).toBeUndefined();
    expect(moveStep(plan, 'readme', 1)).toBeUndefined();
  });
});

test('an added step has a free id, waits for the last one and can be saved', () => {
  const crowded = { ...plan, steps: [...plan.steps, step('step-5'), step('step-6')] };
  const added = addStep({ ...crowded, steps: crowded.steps.slice(0, 5) });
  expect(added.id).toBe('step-6');
  expect(dependencies(added.plan, 'step-6')).toEqual(['step-5']);
  expect(planFaultsInWords(added.plan)).toEqual([]);
});

test('a changed title leaves the other steps as they are', () => {
  const changed = changeStep(plan, 'run', { title: 'New' });
  expect(changed.steps[1]?.title).toBe('New');
  expect(changed.steps[0]).toBe(plan.steps[0]);
});

test('a plan that is saved has no working state', () => {
  const view = {
    ...plan,
    steps: plan.steps.map((entry) => ({ ...entry, status: 'pending' as const, attempts: 0 })),
  };
  expect(toPlan(view)).toEqual(plan);
  expect(planSchema.safeParse(toPlan(view)).success).toBe(true);
});

describe('faults in words', () => {
  test('name the step and what it needs', () => {
    expect(planFaultsInWords(changeStep(plan, 'run', { title: ' ' }))).toEqual(['Step 2 needs a title']);
    expect(planFaultsInWords(changeStep(plan, 'run', { acceptance: { command: '' } }))).toEqual([
      'Title of run: needs a command that must pass',
    ]);
    const [fault] = planFaultsInWords(changeStep(plan, 'run', { files: ['../out.py'] }));
    expect(fault).toContain('Title of run: the path ../out.py');
  });

  test('tell of a circle', () => {
    expect(planFaultsInWords(changeStep(plan, 'write', { dependsOn: ['test'] })).join()).toContain('circle');
  });

  test('of a plan without steps say so', () => {
    expect(planFaultsInWords({ ...plan, steps: [] })).toEqual(['A plan needs at least one step']);
  });
});

test('files are read from commas and lines, once each', () => {
  expect(parseFiles(' a.py, b.py\n a.py,, ')).toEqual(['a.py', 'b.py']);
});

describe('layers', () => {
  test('put a step after its latest dependency', () => {
    expect(planLayers(plan.steps).map((layer) => layer.map(({ id }) => id))).toEqual([
      ['write'],
      ['run', 'readme'],
      ['test'],
    ]);
  });

  test('end on a circle', () => {
    expect(planLayers([step('a', ['b']), step('b', ['a'])]).flat()).toHaveLength(2);
  });
});
