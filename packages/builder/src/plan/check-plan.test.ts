import { expect, test } from '@jest/globals';
import { planSchema } from '@sandsmith/contracts/domain/plan';
import { assertPlan, planFaults } from './check-plan.ts';

const step = (id: string, files: string[], language = 'python') => {
  return { id, kind: 'write', title: id, dependsOn: [], files, language, acceptance: { command: 'true' } };
};
const plan = (...steps: object[]) => planSchema.parse({ title: 'T', steps });

test('a plan that can be carried out has no fault', () => {
  expect(planFaults(plan(step('a', ['a.py']), step('b', ['b.py'])), ['python'])).toEqual([]);
});

test('every fault is told with its place', () => {
  const faulty = plan(step('a', ['x.py', 'output/a.csv'], 'cobol'), step('b', ['x.py', 'data/b.csv']));
  expect(planFaults(faulty, ['python', 'bash']).map(({ path }) => path)).toEqual([
    'steps.0.language',
    'steps.0.files',
    'steps.1.files',
    'steps.1.files',
  ]);
  expect(() => assertPlan(faulty, ['python'])).toThrow(
    expect.objectContaining({ code: 'build.plan-invalid' }),
  );
});

test('a file that would have to be a folder as well is told', () => {
  const faulty = plan(step('a', ['src']), step('b', ['src/lib/b.py', 'other/b.py']));
  expect(planFaults(faulty, ['python'])).toEqual([
    { path: 'steps.1.files', message: expect.stringContaining('src is a file of this plan') },
  ]);
});
