import { expect, test } from '@jest/globals';
import { normalisePlan } from './normalise-plan.ts';

function planOf(value: unknown) {
  const result = normalisePlan(value);
  if ('issues' in result) throw new Error(result.issues.join('; '));
  return result.plan;
}

test('missing ids, acceptance as a string, unknown kinds and languages by their other names', () => {
  const plan = planOf({
    plan: {
      name: 'Weather',
      tasks: [
        { title: 'Create the script', type: 'code', files: [{ path: './main.py' }], lang: 'Py' },
        { title: 'Run it', type: 'execute', depends_on: [1], acceptance: 'python3 main.py' },
      ],
    },
  });
  expect(plan).toMatchObject({
    title: 'Weather',
    steps: [
      {
        id: 'create-the-script',
        kind: 'write',
        files: ['main.py'],
        language: 'python',
        acceptance: { command: 'python3 -m py_compile main.py' },
      },
      {
        id: 'run-it',
        kind: 'run',
        dependsOn: ['create-the-script'],
        acceptance: { command: 'python3 main.py' },
      },
    ],
  });
});

test('a run that names no dependency comes after what is written and installed before it', () => {
  const { steps } = planOf([
    { id: 'w', kind: 'write', files: ['a.py'] },
    { id: 'i', kind: 'install', command: 'pip install x' },
    { id: 'r', kind: 'run', command: 'python3 a.py' },
  ]);
  expect(steps.map(({ dependsOn }) => dependsOn)).toEqual([[], [], ['w', 'i']]);
});

test('dependencies by number, by title and by other spelling; unknown ones and oneself left out', () => {
  const { steps } = planOf({
    steps: [
      { id: 'Write Code', kind: 'write', files: ['a.py'] },
      {
        id: 'b',
        kind: 'document',
        title: 'The readme',
        files: ['README.md'],
        dependsOn: ['write_code', 'b', 'zzz'],
      },
      { id: 'c', kind: 'run', command: 'true', dependsOn: ['2', 'The readme', 'step-1'] },
    ],
  });
  expect(steps.map(({ dependsOn }) => dependsOn)).toEqual([[], ['write-code'], ['b', 'write-code']]);
});

test('ids used twice become different ones, and a file has one writer', () => {
  const { steps } = planOf({
    steps: [
      { id: 'a', kind: 'write', files: ['x.py', 'output/x.csv', '/work/y.py'] },
      { id: 'a', kind: 'run', files: ['x.py'], command: 'python3 x.py' },
    ],
  });
  expect(steps.map(({ id, files }) => [id, files])).toEqual([
    ['a', ['x.py', 'y.py']],
    ['a-2', []],
  ]);
});

test.each([
  [
    'a circle',
    {
      steps: [
        { id: 'a', command: 'x', dependsOn: ['b'] },
        { id: 'b', command: 'x', dependsOn: ['a'] },
      ],
    },
    /circle/,
  ],
  [
    'a path that leaves the project',
    { steps: [{ id: 'a', command: 'x', files: ['../../etc/passwd'] }] },
    /segments/,
  ],
  ['no steps', { steps: [] }, /no steps/],
  ['no command at all', { steps: [{ id: 'a', kind: 'run' }] }, /acceptance/],
  ['something else', 'hello', /no steps/],
])('%s is told', (_name, value, message) => {
  const result = normalisePlan(value);
  expect('issues' in result ? result.issues.join('; ') : 'a plan').toMatch(message);
});
