import { expect, test } from '@jest/globals';
import type { BuildEvent, BuildEventPage } from '@sandsmith/contracts/events/build-events';
import { createBuildTail } from './build-tail.ts';

const event = (sequence: number) =>
  ({
    buildId: 'b',
    sequence,
    time: '2026-11-20T00:00:00Z',
    type: 'stdout.delta',
    text: 'x',
  }) satisfies BuildEvent;

/** A store that grows, read slowly, as a database would be. */
function createStore(count: number) {
  const events = Array.from({ length: count }, (_, index) => event(index + 1));
  return {
    events,
    async readPage({ after, limit }: { after: number; limit: number }): Promise<BuildEventPage> {
      const page = events.slice(after, after + limit);
      await new Promise((resolve) => setTimeout(resolve, 1));
      return { events: page, lastSequence: events.length, status: 'running' };
    },
  };
}

test('sends each event once, in order, whenever it is woken', async () => {
  const store = createStore(450);
  const sent: number[] = [];
  let waits = 0;
  const tail = createBuildTail({
    after: 100,
    readPage: store.readPage,
    send: ({ sequence }) => sent.push(sequence),
    drained: async () => {
      waits += 1;
    },
    onError: (error) => {
      throw error;
    },
  });
  for (let wakes = 0; wakes < 50; wakes += 1) {
    store.events.push(event(store.events.length + 1));
    tail.wake();
    if (wakes % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 3));
  }
  while (sent.length < 400) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(sent).toEqual(Array.from({ length: 400 }, (_, index) => 101 + index));
  expect(waits).toBeGreaterThanOrEqual(2);
  tail.close();
  store.events.push(event(501));
  tail.wake();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(sent).toHaveLength(400);
});
