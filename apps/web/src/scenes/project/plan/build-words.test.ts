import { expect, test } from '@jest/globals';
import { emptyBuildLive, noBuildLive, pendingStep } from '../../../realtime/build-live.ts';
import { stripAnsi } from '../bottom/ansi.ts';
import { buildWords, doneCount, forecastWords, isAtWork, titlesSoFar } from './build-words.ts';

const step = (id: string, kind: 'write' | 'install' = 'write') => ({
  id,
  kind,
  title: `Title ${id}`,
  instructions: '',
  dependsOn: [],
  files: ['a.py'],
  language: 'python',
  acceptance: { command: 'true' },
});
const plan = { title: 'Plan', summary: '', steps: [step('a'), step('b')] };
const capabilities = {
  contextTokens: 1,
  maxOutputTokens: 1,
  structuredOutput: 'none' as const,
  isLocal: false,
};
const provider = {
  id: 'openai' as const,
  name: 'OpenAI-compatible',
  status: 'ready' as const,
  detail: '',
  baseUrl: null,
  defaultModel: null,
  models: [],
  source: 'none' as const,
  examples: [],
};

test('the status line names the step, what it does, and how many work beside it', () => {
  const running = { ...pendingStep, status: 'running' as const, activity: 'Writing a.py' };
  const live = {
    ...emptyBuildLive('x'),
    status: 'running' as const,
    plan,
    steps: { a: running, b: running },
  };
  expect(buildWords(live)).toBe('Title a: writing a.py, and 1 more step beside it');
  expect(isAtWork(live)).toBe(true);
});

test('a repair is counted', () => {
  const repair = { repair: 2, maxRepairs: 3, diagnosis: '', lines: [], files: [] };
  const mending = { ...pendingStep, status: 'repairing' as const, activity: 'Mending', repair };
  const live = { ...emptyBuildLive('x'), status: 'running' as const, plan, steps: { a: mending } };
  expect(buildWords(live)).toBe('Title a: mending, repair 2 of 3');
});

test('nothing is at work while a plan waits, or after the end', () => {
  for (const status of ['awaiting-approval', 'succeeded', 'failed', 'cancelled'] as const)
    expect(isAtWork({ ...emptyBuildLive('x'), status })).toBe(false);
});

test('where nothing is built, nothing is at work and the words say so', () => {
  expect(isAtWork(noBuildLive)).toBe(false);
  expect(buildWords(noBuildLive)).toBe('Nothing is built yet');
});

test('steps done are counted among those of the plan', () => {
  const green = { ...pendingStep, status: 'succeeded' as const };
  expect(doneCount({ ...emptyBuildLive('x'), plan, steps: { a: green, gone: green } })).toBe(1);
});

test('titles are read from a plan that is half written, without the title of the plan itself', () => {
  const text = '{"title":"All","steps":[{"id":"a","title":"Read \\"it\\""},{"id":"b","title":"Wri';
  expect(titlesSoFar(text)).toEqual(['Read "it"']);
  expect(titlesSoFar('')).toEqual([]);
});

test('the forecast says what it costs, or that this is not known', () => {
  const builtin = { ...provider, id: 'builtin' as const };
  expect(forecastWords(plan, builtin, undefined)).toContain('costs nothing');
  const model = {
    id: 'm',
    name: 'm',
    capabilities,
    price: { inputPerMillionUsd: 10, outputPerMillionUsd: 30 },
  };
  expect(forecastWords(plan, provider, model)).toContain('about $0.28');
  expect(forecastWords(plan, provider, { ...model, price: null })).toContain('not known');
});

test('colours and cursor moves of a terminal are left out', () => {
  expect(stripAnsi('\u001b[1;31mred\u001b[0m \u001b]8;;http://x\u0007link\u001b]8;;\u0007')).toBe('red link');
});
