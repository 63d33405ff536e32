import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { BuildEvent } from '@sandsmith/contracts/events/build-events';
import { delay } from '@sandsmith/foundation/delay';
import { type BuilderHarness, holesIn, openBuilderHarness } from './builder/builder-harness.ts';
import { sketchPlan } from './builder/scripted-model.ts';

let harness: BuilderHarness;

beforeAll(async () => {
  harness = await openBuilderHarness();
});

afterAll(async () => {
  await harness?.close();
});

const simplePlan = sketchPlan([
  { id: 'write', files: ['a.py'], command: 'python3 -m py_compile a.py' },
  { id: 'run', kind: 'run', dependsOn: ['write'], command: 'python3 a.py' },
]);

test('approval: nothing is written or run before it, and it happens once', async () => {
  harness.script = { plan: simplePlan, files: { 'a.py': 'print(1)\n' } };
  const projectId = await harness.createProject();
  const { id } = await harness.build({ approval: 'manual' }, projectId);
  await harness.until(id, 'awaiting-approval');
  await delay(300);
  expect(harness.vendor.chats.filter(({ messages }) => messages[0]?.content.startsWith('You write'))).toEqual(
    [],
  );
  expect(await harness.workspace.tree(projectId)).toEqual([]);
  const results = await Promise.allSettled([1, 2, 3].map(() => harness.builder.approve(id)));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const refused = results.find(({ status }) => status === 'rejected');
  expect(refused).toMatchObject({ reason: { code: 'build.state-conflict' } });
  await harness.until(id, 'succeeded');
  await expect(harness.builder.revisePlan(id, simplePlan as never)).rejects.toMatchObject({
    code: 'build.state-conflict',
  });
});

test('approval: a changed plan is the one carried out', async () => {
  harness.script = { plan: simplePlan, files: { 'a.py': 'print(1)\n' } };
  const { id } = await harness.build({ approval: 'manual' }, await harness.createProject());
  const { plan } = await harness.until(id, 'awaiting-approval');
  const [write] = sketchPlan([{ id: 'write', files: ['a.py'], command: 'test -s a.py' }]).steps;
  const revised = { title: 'Mine', summary: '', steps: [{ ...write, title: 'Renamed' }] };
  const view = await harness.builder.revisePlan(id, revised as never);
  expect(view.plan?.steps.map(({ title }) => title)).toEqual(['Renamed']);
  expect(plan?.steps).toHaveLength(2);
  await harness.builder.approve(id);
  const build = await harness.until(id, 'succeeded');
  expect(build.plan?.steps.map(({ id: stepId, status }) => `${stepId} ${status}`)).toEqual([
    'write succeeded',
  ]);
});

test('approval: an unknown language is told by its place in the plan', async () => {
  harness.script = { plan: simplePlan };
  const { id } = await harness.build({ approval: 'manual' }, await harness.createProject());
  await harness.until(id, 'awaiting-approval');
  const cobol = sketchPlan([{ id: 'write', command: 'true', language: 'cobol' }]);
  await expect(harness.builder.revisePlan(id, cobol as never)).rejects.toMatchObject({
    code: 'build.plan-invalid',
    details: { issues: [{ path: 'steps.0.language' }] },
  });
  await harness.builder.cancel(id);
});

test('approval: a model that plans nonsense is asked again, with what was wrong', async () => {
  let asked = 0;
  harness.script = {
    plan: simplePlan,
    files: { 'a.py': 'print(1)\n' },
    adjust: ({ role }, reply) => {
      if (role !== 'planner') return reply;
      asked += 1;
      return asked === 1 ? { text: 'I would rather not.' } : reply;
    },
  };
  const { id } = await harness.build({}, await harness.createProject());
  await harness.until(id, 'succeeded');
  expect(asked).toBe(2);
  const again = harness.vendor.chats.findLast(({ messages }) => messages[0]?.content.startsWith('You plan'));
  expect(again?.messages.at(-1)?.content).toContain('it holds no JSON that can be read');
});

test('stopping: a cancellation in the middle of a model call ends it at once', async () => {
  harness.script = {
    plan: simplePlan,
    adjust: ({ role }, reply) =>
      role === 'coder' ? { text: 'x'.repeat(5_000), chunkLength: 10, delayPerChunkMs: 50 } : reply,
  };
  const { id } = await harness.build({}, await harness.createProject());
  await harness.untilEvent(id, ({ type }) => type === 'file.delta');
  const startedMs = Date.now();
  const build = await harness.builder.cancel(id);
  expect(Date.now() - startedMs).toBeLessThan(2_000);
  expect(build.status).toBe('cancelled');
  expect(build.plan?.steps.map(({ status }) => status)).toEqual(['cancelled', 'cancelled']);
  await delay(300);
  expect(harness.vendor.requests.at(-1)?.wasAborted).toBe(true);
  const events = await harness.events(id);
  expect(events.at(-1)?.type).toBe('build.cancelled');
  expect(holesIn(events)).toEqual([]);
  await expect(harness.builder.cancel(id)).rejects.toMatchObject({ code: 'build.state-conflict' });
});

test('stopping: a cancellation in the middle of a run ends the container, and the build can go on', async () => {
  harness.script = {
    plan: simplePlan,
    files: { 'a.py': 'import time; print("on", flush=True); time.sleep(60)\n' },
  };
  const { id } = await harness.build({}, await harness.createProject());
  await harness.untilEvent(id, (event) => event.type === 'stdout.delta' && event.text.includes('on'));
  const startedMs = Date.now();
  await harness.builder.cancel(id);
  expect(Date.now() - startedMs).toBeLessThan(6_000);
  harness.script = { plan: {}, files: {} };
  const before = (await harness.events(id)).length;
  const { projectId } = await harness.builder.getBuild(id);
  await harness.workspace.write(projectId, 'a.py', Buffer.from('print("short")\n'));
  await harness.builder.resume(id);
  const build = await harness.until(id, 'succeeded', 'failed');
  expect(build.status).toBe('succeeded');
  const after: BuildEvent[] = (await harness.events(id)).slice(before);
  expect(after.filter(({ type }) => type === 'model.called')).toEqual([]);
  expect(after.slice(0, 2).map(({ type }) => type)).toEqual(['build.resumed', 'build.started']);
});

test('stopping: a budget that is used up stops the build before the next call', async () => {
  harness.script = { plan: simplePlan, files: { 'a.py': 'print(1)\n' } };
  const chats = harness.vendor.chats.length;
  const { id } = await harness.build({ budget: { maxTokens: 5 } }, await harness.createProject());
  const build = await harness.until(id, 'failed', 'succeeded');
  expect(build.failure).toMatchObject({ code: 'build.budget-exceeded' });
  expect(harness.vendor.chats.length).toBe(chats + 1);
  expect(build.plan?.steps.map(({ status }) => status)).toEqual(['failed', 'skipped']);
});

test('stopping: a model that refuses the key fails the build with what to do', async () => {
  harness.script = {
    plan: simplePlan,
    adjust: () => ({
      status: 401,
      error: { message: 'Incorrect API key provided.', code: 'invalid_api_key' },
    }),
  };
  const { id } = await harness.build({}, await harness.createProject());
  const { failure } = await harness.until(id, 'failed');
  expect(failure).toMatchObject({ code: 'model.authentication-failed' });
  expect(failure?.nextActions.join()).toContain('key');
  harness.script = { plan: simplePlan, files: { 'a.py': 'print(1)\n' } };
  await harness.builder.resume(id);
  await harness.until(id, 'succeeded');
});

describe('one project', () => {
  test('is worked on by one build at a time, and the one that waits says so', async () => {
    const projectId = await harness.createProject();
    harness.script = {
      plan: sketchPlan([{ id: 'wait', kind: 'run', command: 'sleep 2', language: 'bash' }]),
    };
    const first = await harness.build({}, projectId);
    await harness.untilEvent(first.id, ({ type }) => type === 'command.started');
    const second = await harness.build({}, projectId);
    const waiting = await harness.untilEvent(second.id, ({ type }) => type === 'build.paused');
    expect(waiting).toMatchObject({ code: 'build.queued' });
    const build = await harness.until(second.id, 'succeeded', 'failed');
    expect(build.status).toBe('succeeded');
    const timeOf = async (id: string, type: BuildEvent['type']) =>
      (await harness.events(id)).find((event) => event.type === type)?.time ?? '';
    const firstEnd = await timeOf(first.id, 'build.succeeded');
    expect(firstEnd <= (await timeOf(second.id, 'command.started'))).toBe(true);
  });
});
