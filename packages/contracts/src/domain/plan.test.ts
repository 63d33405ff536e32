import { describe, expect, test } from '@jest/globals';
import { errorCodes, isErrorCode } from '../error-codes.ts';
import { buildEventPayloads, buildEventSchema } from '../events/build-events.ts';
import { filePathFault } from './file-path.ts';
import { editedPlanSchema, planSchema, topologicalOrder } from './plan.ts';

const step = (id: string, dependsOn: string[] = []) => ({
  id,
  kind: 'run',
  title: `Step ${id}`,
  dependsOn,
  acceptance: { command: 'true' },
});
const messagesOf = (steps: unknown[]) =>
  planSchema
    .safeParse({ title: 'T', steps })
    .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

describe('a plan', () => {
  test('takes a directed acyclic graph and fills what may be left out', () => {
    const plan = planSchema.parse({
      title: ' T ',
      steps: [step('a'), step('b', ['a']), step('c', ['a', 'b'])],
    });
    expect(plan.title).toBe('T');
    expect(plan.steps[0]).toMatchObject({ files: [], instructions: '', language: 'python' });
  });

  test.each([
    ['no step', [], /steps/],
    ['the same id twice', [step('a'), step('a')], /used twice/],
    ['an unknown dependency', [step('a', ['ghost'])], /there is no step ghost/],
    ['a circle', [step('a', ['b']), step('b', ['a'])], /circle/],
    ['itself as dependency', [step('a', ['a'])], /circle/],
    ['a file outside of the project', [{ ...step('a'), files: ['../x'] }], /files/],
    ['an unknown field', [{ ...step('a'), shell: 'rm' }], /steps\.0/],
    ['an id that could be a path', [step('../a')], /steps\.0\.id/],
  ])('refuses %s and says where', (_, steps, fault) => {
    expect(messagesOf(steps).join('\n')).toMatch(fault);
  });

  test('orders steps after what they depend on', () => {
    expect(topologicalOrder([step('c', ['b']), step('a'), step('b', ['a'])])?.map(({ id }) => id)).toEqual([
      'a',
      'b',
      'c',
    ]);
  });
});

describe('a file path', () => {
  test.each(['a.py', 'src/deep/er/a b.txt', 'ünï/😀.md', '.env', 'a..b'])('%s is fine', (path) => {
    expect(filePathFault(path)).toBeUndefined();
  });
  test.each([
    '',
    '/etc/passwd',
    '../x',
    'a/../../x',
    'a//b',
    './a',
    'a/.',
    'C:/x',
    'a\\b',
    'a\u0000b',
    'a\u202eb',
    'x'.repeat(600),
    `${'x'.repeat(201)}/a`,
  ])('refuses %j', (path) => {
    expect(filePathFault(path)).toEqual(expect.any(String));
  });
});

describe('build events', () => {
  const envelope = { buildId: 'b', sequence: 1, time: '2026-01-01T00:00:00.000Z' };

  test('every type in the table is a variant of the schema', () => {
    for (const type of Object.keys(buildEventPayloads)) {
      const issues = buildEventSchema.safeParse({ ...envelope, type }).error?.issues ?? [];
      expect(issues.map((issue) => issue.code)).not.toContain('invalid_union');
    }
  });
  test('an unknown type, a sequence of 0 and a payload of the wrong kind are refused', () => {
    expect(buildEventSchema.safeParse({ ...envelope, type: 'build.exploded' }).success).toBe(false);
    expect(buildEventSchema.safeParse({ ...envelope, sequence: 0, type: 'step.cancelled' }).success).toBe(
      false,
    );
    expect(buildEventSchema.safeParse({ ...envelope, type: 'stdout.delta', text: 7 }).success).toBe(false);
    expect(buildEventSchema.safeParse({ ...envelope, type: 'stdout.delta', text: '7' }).success).toBe(true);
  });
});

test('error codes are dotted, client or server errors, with a title', () => {
  for (const [code, { status, title }] of Object.entries(errorCodes)) {
    expect(code).toMatch(/^[a-z-]+\.[a-z-]+$/);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(title.length).toBeGreaterThan(5);
  }
  expect(isErrorCode('toString')).toBe(false);
});

describe('a plan that a person sends back', () => {
  const seen = { ...step('a'), status: 'pending', attempts: 0, exitCode: null, startedAt: null };

  test('may carry the working state that it was read with, which is left out', () => {
    const edited = editedPlanSchema.parse({ title: 'T', summary: '', steps: [seen, step('b', ['a'])] });
    expect(edited).toEqual(planSchema.parse({ title: 'T', steps: [step('a'), step('b', ['a'])] }));
  });

  test('is held to the same rules as any other', () => {
    for (const steps of [[{ ...seen, surprise: 1 }], [step('a', ['gone'])], []])
      expect(editedPlanSchema.safeParse({ title: 'T', steps }).success).toBe(false);
  });
});
