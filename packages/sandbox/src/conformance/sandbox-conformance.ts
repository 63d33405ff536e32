import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '@sandsmith/foundation/ids';
import { describeDependencies } from './dependencies-conformance.ts';
import { describeIsolation } from './isolation-conformance.ts';
import { describeLimits } from './limits-conformance.ts';
import {
  createSandboxHarness,
  type SandboxHarness,
  type SandboxSubject,
  textFile,
} from './sandbox-harness.ts';

function describeRefusals(harness: SandboxHarness): void {
  test('an unknown language is refused before anything happens, naming the known ones', async () => {
    await expect(harness.run({ language: 'cobol', command: 'true' })).rejects.toMatchObject({
      code: 'run.language-unknown',
      message: expect.stringContaining('python, javascript, typescript, bash'),
    });
  });

  test.each(['../up.sh', '/etc/x', 'a/../../b', 'a\\b', ''])(
    'the file path %p is refused',
    async (filePath) => {
      await expect(
        harness.run({ language: 'bash', files: [textFile(filePath, 'true')], command: 'true' }),
      ).rejects.toMatchObject({ code: 'file.path-invalid' });
    },
  );

  test('a file that is also a folder, or given twice, is refused', async () => {
    for (const second of ['a', 'a/b']) {
      const files = [textFile('a', ''), textFile(second, '')];
      await expect(harness.run({ language: 'bash', files, command: 'true' })).rejects.toMatchObject({
        code: 'file.path-invalid',
      });
    }
  });

  test('a document in the place of what programs make is refused', async () => {
    const files = [{ path: 'output/old.csv', hostPath: '/etc/hostname', readOnly: true as const }];
    await expect(harness.run({ language: 'bash', files, command: 'true' })).rejects.toMatchObject({
      code: 'file.path-invalid',
      message: expect.stringContaining('output/old.csv'),
    });
  });
}

/** An input without a byte that ends when it is told to. */
async function* heldOpen(end: Promise<void>): AsyncGenerator<Uint8Array> {
  await end;
  yield new Uint8Array();
}

function describeLifecycle(harness: SandboxHarness): void {
  test('output comes while the program runs', async () => {
    const atMs: number[] = [];
    await harness.run(
      { language: 'bash', command: 'echo one; sleep 1; echo two' },
      { onEvent: ({ type }) => type === 'stdout.delta' && atMs.push(Date.now()) },
    );
    expect(atMs).toHaveLength(2);
    expect((atMs[1] ?? 0) - (atMs[0] ?? 0)).toBeGreaterThan(700);
  });

  test('runs beyond the limit wait in the order they came', async () => {
    const began: number[] = [];
    const runs = Array.from({ length: 6 }, (_, index) => {
      const told = { first: Promise.withResolvers<void>(), started: Promise.withResolvers<void>() };
      const end = Promise.withResolvers<void>();
      const start = () =>
        harness.run(
          { language: 'bash', command: 'cat', stdin: heldOpen(end.promise), limits: { wallTimeMs: 60_000 } },
          {
            onEvent({ type }) {
              told.first.resolve();
              if (type !== 'run.started') return;
              began.push(index);
              told.started.resolve();
            },
          },
        );
      return { ...told, start, end: end.resolve };
    });
    // two at a time are let in
    const [one, two, ...later] = runs;
    const outcomes = [one?.start(), two?.start()];
    await Promise.all([one?.started.promise, two?.started.promise]);
    for (const run of later) {
      outcomes.push(run.start());
      await run.first.promise;
    }
    for (const [index, run] of later.entries()) {
      expect(began.slice(2)).toEqual([2, 3, 4, 5].slice(0, index));
      runs[index]?.end();
      await run.started.promise;
    }
    for (const run of runs) run.end();
    for (const [index, outcome] of (await Promise.all(outcomes)).entries()) {
      expect(outcome?.result.status).toBe('succeeded');
      if (index < 2) continue;
      expect(outcome?.events[0]?.type).toBe('run.queued');
      expect(outcome?.result.queuedMs).toBeGreaterThan(0);
    }
  });

  test('every check passes', async () => {
    const checks = await harness.subject().sandbox.checks();
    expect(checks.length).toBeGreaterThan(3);
    expect(checks.filter(({ status }) => status === 'fail')).toEqual([]);
    expect(await harness.subject().sandbox.unavailableReason()).toBeUndefined();
  });
}

function describeGivingUp(harness: SandboxHarness): void {
  test('a run is cancelled at once', async () => {
    const controller = new AbortController();
    const startedMs = Date.now();
    const { result } = await harness.run(
      { language: 'bash', command: 'echo here; sleep 60' },
      {
        signal: controller.signal,
        onEvent: ({ type }) => type === 'stdout.delta' && controller.abort(),
      },
    );
    expect(result).toMatchObject({ status: 'cancelled', stdout: 'here\n' });
    expect(Date.now() - startedMs).toBeLessThan(5_000);
  });

  test('a run cancelled before it began never starts', async () => {
    const { result, events } = await harness.run(
      { language: 'bash', command: 'echo here' },
      { signal: AbortSignal.abort() },
    );
    expect(result).toMatchObject({ status: 'cancelled', stdout: '' });
    expect(events.map(({ type }) => type)).not.toContain('run.started');
  });

  test('a reader that walks away leaves nothing running', async () => {
    const { sandbox, leftovers } = harness.subject();
    const request = {
      runId: newId(),
      ownerId: 'owner',
      language: 'bash',
      files: [],
      command: 'echo here; sleep 60',
      network: 'none' as const,
      artifactsDirectory: await harness.folder('artifacts'),
    };
    for await (const event of sandbox.run(request, { signal: new AbortController().signal })) {
      if (event.type === 'stdout.delta') break;
    }
    expect(await leftovers()).toEqual([]);
  });
}

/** What every sandbox driver has to do. Concurrency of the subject: two runs at a time. */
export function describeSandbox(name: string, create: () => Promise<SandboxSubject>): void {
  describe(`sandbox ${name}`, () => {
    const harness = createSandboxHarness();
    beforeAll(() => harness.start(create));
    afterAll(async () => {
      expect(await harness.subject().leftovers()).toEqual([]);
      await harness.stop();
    });
    describe('refusals', () => describeRefusals(harness));
    describe('lifecycle', () => {
      describeLifecycle(harness);
      describeGivingUp(harness);
    });
    describeLimits(harness);
    describeIsolation(harness);
    describeDependencies(harness);
  });
}
