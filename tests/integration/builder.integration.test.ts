import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { BuildEvent } from '@sandsmith/contracts/events/build-events';
import { type BuilderHarness, holesIn, openBuilderHarness } from './builder/builder-harness.ts';
import { sketchPlan } from './builder/scripted-model.ts';

let harness: BuilderHarness;

beforeAll(async () => {
  harness = await openBuilderHarness();
});

afterAll(async () => {
  await harness?.close();
});

const typesOf = (events: readonly BuildEvent[]) => events.map(({ type }) => type);
const count = (events: readonly BuildEvent[], type: BuildEvent['type']) =>
  events.filter((event) => event.type === type).length;

test('a build is planned, written, run and told, from the request to the answer', async () => {
  const program = [
    'from pathlib import Path',
    'Path("output").mkdir(exist_ok=True)',
    'Path("output/table.csv").write_text("n\\n1\\n")',
    'Path("output/answer.md").write_text("The answer is **42**.\\n")',
    'print("hello from the container")',
  ].join('\n');
  harness.script = {
    plan: sketchPlan([
      { id: 'write', files: ['main.py'], command: 'python3 -m py_compile main.py' },
      { id: 'run', kind: 'run', dependsOn: ['write'], command: 'python3 main.py' },
      { id: 'check', kind: 'test', dependsOn: ['run'], command: 'grep -q 42 output/answer.md' },
    ]),
    files: { 'main.py': program },
  };
  const { id } = await harness.build();
  const build = await harness.until(id, 'succeeded', 'failed');
  expect(build.failure).toBeNull();
  expect(build).toMatchObject({
    status: 'succeeded',
    summary: 'The answer is **42**.',
    title: 'Scripted build',
  });
  expect(build.plan?.steps.map(({ status, exitCode }) => `${status} ${exitCode}`)).toEqual([
    'succeeded 0',
    'succeeded 0',
    'succeeded 0',
  ]);
  expect(build.artifacts.map(({ path, stepId }) => `${stepId} ${path}`)).toEqual([
    'run answer.md',
    'run table.csv',
  ]);
  const events = await harness.events(id);
  expect(holesIn(events)).toEqual([]);
  expect(build.lastSequence).toBe(events.length);
  expect(typesOf(events).slice(0, 2)).toEqual(['build.created', 'plan.started']);
  expect(typesOf(events).slice(-2)).toEqual(['checkpoint.created', 'build.succeeded']);
  const streamed = events.flatMap((event) => (event.type === 'file.delta' ? [event.text] : []));
  expect(streamed.join('')).toBe(program);
  const output = events.flatMap((event) => (event.type === 'stdout.delta' ? [event.text] : []));
  expect(output.join('')).toContain('hello from the container');
  expect(build.usage.outputTokens).toBeGreaterThan(0);
  const called = events.filter((event) => event.type === 'model.called');
  expect(called.at(-1)).toMatchObject({ total: build.usage });
  const { hostPath } = await harness.builder.artifact(id, 'answer.md');
  expect(hostPath).toContain(harness.folder);
});

test('a build is mended by a second answer where the first one fails', async () => {
  harness.script = {
    plan: sketchPlan([{ id: 'write', files: ['a.py'], command: 'python3 a.py' }]),
    files: { 'a.py': 'raise ValueError("broken on purpose at 0x7f3a")\n' },
    repairs: [
      { diagnosis: 'It raised on purpose.', files: [{ path: 'a.py', content: 'print("mended")\n' }] },
    ],
  };
  const { id } = await harness.build();
  const build = await harness.until(id, 'succeeded', 'failed');
  expect(build.status).toBe('succeeded');
  const events = await harness.events(id);
  expect(events.find(({ type }) => type === 'repair.started')).toMatchObject({
    repair: 1,
    maxRepairs: 3,
    signature: 'exit code 1: ValueError: broken on purpose at <hex>',
  });
  expect(events.find(({ type }) => type === 'repair.proposed')).toMatchObject({
    diagnosis: 'It raised on purpose.',
    files: ['a.py'],
  });
  expect(count(events, 'command.started')).toBe(2);
  expect(events.find(({ type }) => type === 'step.succeeded')).toMatchObject({ attempts: 2, exitCode: 0 });
});

test('a file that the model did not finish is asked for again, and never taken as it is', async () => {
  let cuts = 0;
  harness.script = {
    plan: sketchPlan([{ id: 'describe', files: ['README.md'], command: 'test -s README.md' }]),
    files: { 'README.md': '# Half a\n' },
    adjust: ({ role }, reply) => {
      if (role !== 'coder') return reply;
      cuts += 1;
      return cuts === 1 ? { ...reply, finishReason: 'length' } : { text: '# A whole\n' };
    },
  };
  const { id } = await harness.build();
  expect((await harness.until(id, 'succeeded', 'failed')).status).toBe('succeeded');
  const events = await harness.events(id);
  expect(count(events, 'file.started')).toBe(2);
  expect(events.filter(({ type }) => type === 'file.written')).toMatchObject([{ bytes: 10 }]);
});

test('a build is given up after three repairs, with what failed and what was tried', async () => {
  const broken = (number: number) => ({
    diagnosis: `Idea ${number}`,
    files: [{ path: 'a.py', content: `raise RuntimeError("still wrong ${'x'.repeat(number)}")\n` }],
  });
  harness.script = {
    plan: sketchPlan([
      { id: 'write', files: ['a.py'], command: 'python3 a.py' },
      { id: 'later', kind: 'run', dependsOn: ['write'], command: 'true' },
      { id: 'apart', kind: 'run', command: 'true' },
    ]),
    files: { 'a.py': 'raise RuntimeError("wrong")\n' },
    repairs: [broken(1), broken(2), broken(3), broken(4)],
  };
  const { id } = await harness.build();
  const build = await harness.until(id, 'succeeded', 'failed');
  expect(build.failure).toMatchObject({
    code: 'build.step-failed',
    stepId: 'write',
    tried: ['Idea 1', 'Idea 2', 'Idea 3'],
    lines: expect.arrayContaining([expect.stringContaining('still wrong xxx')]),
  });
  const statuses = Object.fromEntries(build.plan?.steps.map((step) => [step.id, step.status]) ?? []);
  expect(statuses).toEqual({ write: 'failed', later: 'skipped', apart: 'succeeded' });
  const events = await harness.events(id);
  expect(count(events, 'repair.started')).toBe(3);
  expect(count(events, 'command.finished')).toBe(5);

  // Asked to go on, it keeps what is green and does the rest again.
  harness.script = { plan: {}, files: { 'a.py': 'print("well")\n' } };
  await harness.builder.resume(id);
  const resumed = await harness.until(id, 'succeeded', 'failed');
  expect(resumed.status).toBe('succeeded');
  const after = (await harness.events(id)).slice(events.length);
  expect(after.some((event) => event.type === 'step.started' && event.stepId === 'apart')).toBe(false);
  expect(holesIn(await harness.events(id))).toEqual([]);
});

test('a build stops early where a repair changes nothing', async () => {
  harness.script = {
    plan: sketchPlan([{ id: 'write', files: ['a.py'], command: 'python3 a.py' }]),
    files: { 'a.py': 'raise KeyError("x")\n' },
    repairs: [{ diagnosis: 'No idea.', files: [{ path: 'a.py', content: 'raise KeyError("x")\n' }] }],
  };
  const { id } = await harness.build();
  const { failure } = await harness.until(id, 'succeeded', 'failed');
  expect(failure?.message).toContain('changed nothing');
  expect(count(await harness.events(id), 'repair.started')).toBe(1);
});

test('a build runs independent steps at the same time', async () => {
  harness.script = {
    plan: sketchPlan([
      { id: 'left', kind: 'run', command: 'sleep 2', language: 'bash' },
      { id: 'right', kind: 'run', command: 'sleep 2', language: 'bash' },
    ]),
  };
  const { id } = await harness.build();
  await harness.until(id, 'succeeded', 'failed');
  const events = await harness.events(id);
  const at = (type: BuildEvent['type'], stepId: string) =>
    events.find((event) => event.type === type && event.stepId === stepId)?.sequence ?? 0;
  expect(at('command.started', 'right')).toBeLessThan(at('command.finished', 'left'));
  expect(at('command.started', 'left')).toBeLessThan(at('command.finished', 'right'));
});
