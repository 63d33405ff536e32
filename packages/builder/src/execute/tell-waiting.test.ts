import { expect, test } from '@jest/globals';
import { newId } from '@sandsmith/foundation/ids';
import { createWaitingTeller } from './tell-waiting.ts';

test('each reason to wait is told once, and the start only after a reason', async () => {
  const told: unknown[] = [];
  const recorder = {
    change: () => Promise.reject(new Error('not expected')),
    record: () => Promise.reject(new Error('not expected')),
    patiently: () => Promise.reject(new Error('not expected')),
    async append(_scope: unknown, event: { payload: unknown }) {
      told.push(event.payload);
    },
  };
  const scope = { buildId: newId(), round: 1, signal: new AbortController().signal };
  const start = { type: 'run.started', id: newId(), language: 'rust' } as const;
  await createWaitingTeller({ recorder }, scope, 'a')(start);
  expect(told).toEqual([]);
  const tell = createWaitingTeller({ recorder }, scope, 'a');
  await tell({ type: 'run.queued', position: 3 });
  await tell({ type: 'run.queued', position: 1 });
  await tell({ type: 'run.preparing', message: 'Building the image of Rust' });
  await tell({ type: 'run.preparing', message: 'Building the image of Rust' });
  await tell(start);
  await tell({ type: 'stdout.delta', text: 'hello' });
  expect(told).toEqual([
    { message: 'Number 3 in the queue' },
    { message: 'Next in the queue' },
    { message: 'Building the image of Rust' },
    { message: null },
  ]);
});
