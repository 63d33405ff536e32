import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { BuildEvent } from '@sandsmith/contracts/events/build-events';
import type { RunEvent } from '@sandsmith/contracts/events/run-events';
import { createBuildRepository } from '@sandsmith/db/repositories/builds';
import { delay } from '@sandsmith/foundation/delay';
import { newId } from '@sandsmith/foundation/ids';
import type { Sandbox } from '@sandsmith/sandbox/sandbox-port';
import {
  type BuilderHarness,
  createTestSandbox,
  holesIn,
  openBuilderHarness,
} from './builder/builder-harness.ts';
import { readRequest, sketchPlan } from './builder/scripted-model.ts';

let harness: BuilderHarness;

beforeAll(async () => {
  harness = await openBuilderHarness();
});

afterAll(async () => {
  await harness?.close();
});

const count = (events: readonly BuildEvent[], type: BuildEvent['type'], stepId?: string) =>
  events.filter((event) => event.type === type && (!stepId || event.stepId === stepId)).length;

const threeSteps = sketchPlan([
  { id: 'first', files: ['a.py', 'b.py'], command: 'python3 a.py' },
  { id: 'second', files: ['c.py'], dependsOn: ['first'], command: 'python3 c.py' },
  { id: 'third', kind: 'run', dependsOn: ['second'], command: 'python3 b.py' },
]);

async function startProcess(instanceId: string): Promise<ChildProcess> {
  const script = path.join(import.meta.dirname, 'builder', 'builder-process.ts');
  const { folder, url, vendorUrl } = harness;
  const child = spawn('node', ['--no-warnings', script, folder, url, vendorUrl, instanceId], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once('data', () => resolve());
    child.once('exit', (code) => reject(new Error(`the builder's process ended with ${code}`)));
  });
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

function callsByPath(): Record<string, number> {
  const calls: Record<string, number> = {};
  for (const chat of harness.vendor.chats) {
    const { role, path: file } = readRequest(chat);
    const key = file ?? role;
    calls[key] = (calls[key] ?? 0) + 1;
  }
  return calls;
}

test('kill -9 in a model call: the build ends green and no finished call is made again', async () => {
  await harness.closeBuilder();
  const instanceId = `builder-test-${newId()}`;
  let isSlow = true;
  harness.script = {
    plan: threeSteps,
    files: { 'a.py': 'print("a")\n', 'b.py': 'print("b")\n', 'c.py': 'print("c")\n' },
    adjust: ({ path: file }, reply) =>
      file === 'c.py' && isSlow ? { ...reply, chunkLength: 2, delayPerChunkMs: 300 } : reply,
  };
  const projectId = await harness.createProject();
  const before = callsByPath();
  const { id } = await createWaitingBuild(projectId);
  const child = await startProcess(instanceId);
  await harness.untilEvent(id, (event) => event.type === 'file.delta' && event.path === 'c.py');
  await kill(child);
  isSlow = false;
  await harness.restartBuilder();
  const build = await harness.until(id, 'succeeded', 'failed');
  expect(build.status).toBe('succeeded');
  const after = callsByPath();
  const made = Object.fromEntries(
    Object.entries(after).map(([key, calls]) => [key, calls - (before[key] ?? 0)]),
  );
  expect(made).toEqual({ planner: 1, 'a.py': 1, 'b.py': 1, 'c.py': 2 });
  const events = await harness.events(id);
  expect(holesIn(events)).toEqual([]);
  expect(count(events, 'command.started', 'first')).toBe(1);
  for (const type of ['plan.proposed', 'plan.approved', 'build.started', 'build.succeeded'] as const)
    expect([type, count(events, type)]).toEqual([type, 1]);
  for (const stepId of ['first', 'second', 'third'])
    expect([stepId, count(events, 'step.started', stepId)]).toEqual([stepId, 1]);
  // Usage counts each finished call once.
  const called = events.filter((event) => event.type === 'model.called');
  const sum = called.reduce((total, event) => total + event.usage.outputTokens, 0);
  expect(build.usage.outputTokens).toBe(sum);
  expect(called).toHaveLength(4);
});

test('kill -9 in a container: the run is made again, and the container of the dead server is gone', async () => {
  await harness.closeBuilder();
  const instanceId = `builder-test-${newId()}`;
  harness.script = {
    plan: sketchPlan([{ id: 'write', files: ['a.sh'], command: 'sh a.sh', language: 'bash' }]),
    files: { 'a.sh': 'echo begun\nsleep 3\necho ended\n' },
  };
  const { id } = await createWaitingBuild(await harness.createProject());
  const child = await startProcess(instanceId);
  await harness.untilEvent(id, (event) => event.type === 'stdout.delta' && event.text.includes('begun'));
  await kill(child);
  const successor = await startProcess(instanceId);
  try {
    const build = await harness.until(id, 'succeeded', 'failed');
    expect(build.status).toBe('succeeded');
    const events = await harness.events(id);
    expect(holesIn(events)).toEqual([]);
    expect(count(events, 'command.started')).toBe(2);
    expect(count(events, 'command.finished')).toBe(1);
    expect(count(events, 'model.called')).toBe(2);
  } finally {
    await kill(successor);
    const sweeper = createTestSandbox(instanceId);
    await sweeper.start();
    await sweeper.close();
    await harness.restartBuilder();
  }
});

/** A build that is stored and begun by nobody yet: whoever starts next takes it up. */
async function createWaitingBuild(projectId: string): Promise<{ id: string }> {
  const id = newId();
  await createBuildRepository(harness.database.prisma).create({
    ...{ id, projectId, spec: 'Three files', documentIds: [] },
    ...{ provider: 'openai', model: 'test-model', approval: 'automatic' },
  });
  return { id };
}

describe('an orderly stop', () => {
  test('in the middle of a run lets go at once, and the build goes on at the next start', async () => {
    harness.script = {
      plan: sketchPlan([{ id: 'slow', files: ['a.py'], command: 'python3 a.py' }]),
      files: { 'a.py': 'import time; print("on", flush=True); time.sleep(4)\n' },
    };
    const { id } = await harness.build({}, await harness.createProject());
    await harness.untilEvent(id, ({ type }) => type === 'stdout.delta');
    const startedMs = Date.now();
    await harness.closeBuilder();
    expect(Date.now() - startedMs).toBeLessThan(4_000);
    await harness.restartBuilder();
    const build = await harness.until(id, 'succeeded', 'failed');
    expect(build.status).toBe('succeeded');
    const events = await harness.events(id);
    expect(
      count(events, 'step.failed') + count(events, 'repair.started') + count(events, 'build.paused'),
    ).toBe(0);
    expect(holesIn(events)).toEqual([]);
  });
});

describe('infrastructure', () => {
  test('that goes away pauses the build, and its return lets it go on without a repair', async () => {
    let isAway = true;
    const reason = 'The container engine does not answer.';
    await harness.closeBuilder();
    await harness.restartBuilder((sandbox): Sandbox => {
      async function* fail(runId: string, language: string): AsyncGenerator<RunEvent> {
        const nothing = { exitCode: null, signal: null, stdout: '', stderr: '' };
        const numbers = { wallTimeMs: 0, cpuTimeMs: 0, peakMemoryBytes: 0, queuedMs: 0 };
        const result = {
          ...{ id: runId as never, language, status: 'infrastructure-error' as const, phase: 'run' as const },
          ...{ ...nothing, ...numbers, message: reason, artifacts: [], skippedArtifacts: [] },
          truncated: { stdout: false, stderr: false },
        };
        yield { type: 'run.finished', result };
      }
      return {
        ...sandbox,
        run: (request, options) =>
          isAway ? fail(request.runId, request.language) : sandbox.run(request, options),
        unavailableReason: async () => (isAway ? reason : sandbox.unavailableReason()),
      };
    });
    harness.script = {
      plan: sketchPlan([{ id: 'write', files: ['a.py'], command: 'python3 a.py' }]),
      files: { 'a.py': 'print("well")\n' },
    };
    const { id } = await harness.build({}, await harness.createProject());
    await harness.until(id, 'paused');
    const paused = await harness.untilEvent(id, ({ type }) => type === 'build.paused');
    expect(paused).toMatchObject({ code: 'sandbox.unavailable', message: expect.stringContaining(reason) });
    await delay(1_200);
    expect((await harness.builder.getBuild(id)).status).toBe('paused');
    isAway = false;
    await harness.builder.resume(id);
    const build = await harness.until(id, 'succeeded', 'failed');
    expect(build.status).toBe('succeeded');
    expect(build.plan?.steps[0]?.attempts).toBe(1);
    const events = await harness.events(id);
    expect(count(events, 'repair.started')).toBe(0);
    expect(count(events, 'build.resumed')).toBe(1);
    expect(count(events, 'model.called')).toBe(2);
  });
});

describe('the database', () => {
  test('may go away in the middle of a build, which goes on when it is back', async () => {
    harness.script = {
      plan: sketchPlan([
        {
          id: 'slow',
          kind: 'run',
          command: 'for i in 1 2 3 4 5 6; do echo $i; sleep 1; done',
          language: 'bash',
        },
        { id: 'after', kind: 'run', dependsOn: ['slow'], command: 'true', language: 'bash' },
      ]),
    };
    const { id } = await harness.build({}, await harness.createProject());
    await harness.untilEvent(id, ({ type }) => type === 'stdout.delta');
    await harness.restartDatabase({ awayMs: 2_500 });
    const build = await harness.until(id, 'succeeded', 'failed');
    expect(build.failure).toBeNull();
    expect(build.status).toBe('succeeded');
    const events = await harness.events(id);
    expect(holesIn(events)).toEqual([]);
    expect(count(events, 'step.succeeded')).toBe(2);
  });
});
