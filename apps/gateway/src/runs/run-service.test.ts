import { expect, test } from '@jest/globals';
import type { Principal } from '@sandsmith/auth/principal';
import type { RunEvent } from '@sandsmith/contracts/events/run-events';
import { silentLogger } from '@sandsmith/foundation/logger';
import { brokenResult } from './run-results.ts';
import { createRunService, type RunServiceOptions } from './run-service.ts';

const principal = { userId: 'ada' } as Principal;
const run = { language: 'bash', files: [{ path: 'main.sh', content: 'true' }] };

/** A service whose database answers when the test lets it. */
function bench() {
  const created = Promise.withResolvers<void>();
  const calls: string[] = [];
  const options = {
    runs: {
      async create() {
        calls.push('create');
        await created.promise;
        calls.push('created');
      },
      async markRunning() {
        calls.push('running');
      },
      async finish() {
        calls.push('finish');
      },
    },
    sandbox: {
      languages: async () => [{ id: 'bash', name: 'Bash', status: 'missing' }],
      unavailableReason: async () => undefined,
      async *run({ runId }: { runId: string }): AsyncGenerator<RunEvent> {
        yield { type: 'run.started', id: runId, language: 'bash' };
        yield { type: 'stdout.delta', text: 'out' };
        const result = { ...brokenResult({ id: runId, language: 'bash' }), status: 'succeeded' as const };
        yield { type: 'run.finished', result };
      },
    },
    metrics: { runsActive: { inc() {}, dec() {} }, runs: { inc() {} } },
    dataDirectory: '/nowhere',
    logger: silentLogger,
  };
  // the parts of these that a run does not use are left out
  const service = createRunService(options as unknown as RunServiceOptions);
  return { service, calls, created };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('a run does not wait for its row, but nothing is told before the row is there', async () => {
  const { service, calls, created } = bench();
  let isAccepted = false;
  const beginning = service.begin(principal, run).then((live) => {
    isAccepted = true;
    return live;
  });
  await turn();
  expect([calls, isAccepted]).toEqual([['create'], false]);
  created.resolve();
  const live = await beginning;
  const told: string[] = [];
  for await (const event of live.follow({ signal: new AbortController().signal })) told.push(event.type);
  expect(told).toEqual(['run.started', 'stdout.delta', 'run.finished']);
  expect(await live.result).toMatchObject({ status: 'succeeded' });
  // it was over before it would have been marked as running
  expect(calls).toEqual(['create', 'created', 'finish']);
});

test('a run whose row cannot be stored is refused with the reason', async () => {
  const { service, calls, created } = bench();
  const beginning = service.begin(principal, run);
  const refused = expect(beginning).rejects.toThrow('the database is away');
  await turn();
  created.reject(new Error('the database is away'));
  await refused;
  expect(calls).toEqual(['create']);
});
