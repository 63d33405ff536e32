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

  test('a file that the compiler would not take for source text is refused with a name that it takes', async () => {
    const files = [textFile('main', 'console.log(1)')];
    await expect(harness.run({ language: 'typescript', files })).rejects.toMatchObject({
      code: 'request.invalid',
      message: expect.stringContaining('main.ts'),
    });
  });

  test('a document in the place of what programs make is refused', async () => {
    const files = [{ path: 'output/old.csv', hostPath: '/etc/hostname', readOnly: true as const }];
    await expect(harness.run({ language: 'bash', files, command: 'true' })).rejects.toMatchObject({
      code: 'file.path-invalid',
      message: expect.stringContaining('output/old.csv'),
    });
  });
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
    const arrivedMs: number[] = [];
    const runs: ReturnType<typeof harness.run>[] = [];
    for (let index = 0; index < 6; index += 1) {
      const arrival = Promise.withResolvers<void>();
      const onEvent = () => arrival.resolve();
      runs.push(harness.run({ language: 'bash', command: 'sleep 0.5' }, { onEvent }));
      await arrival.promise;
      arrivedMs.push(performance.now());
    }
    const outcomes = await Promise.all(runs);
    expect(outcomes.every(({ result }) => result.status === 'succeeded')).toBe(true);
    const queued = outcomes.filter(({ events }) => events[0]?.type === 'run.queued');
    expect(queued.length).toBeGreaterThanOrEqual(4);
    expect(queued.every(({ result }) => result.queuedMs > 0)).toBe(true);
    const letInMs = outcomes.map(({ result }, index) => (arrivedMs[index] ?? 0) + result.queuedMs);
    // of two that are let in together, what was read off the clock may be the other way round
    const slackMs = 100;
    for (const [index, ms] of letInMs.entries())
      expect(ms).toBeGreaterThan(Math.max(...letInMs.slice(0, index)) - slackMs);
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
