import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createRunQueue, type QueueTicket, type RunQueue, waitTurn } from './run-queue.ts';

const never = new AbortController().signal;

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

function ready(queue: RunQueue, owner = 'ada'): QueueTicket {
  const ticket = queue.enter(owner);
  ticket.makeReady();
  return ticket;
}

describe('the places of one owner', () => {
  test('are in the order they came, and told as they change', async () => {
    const queue = createRunQueue({ concurrency: 1 });
    const [first, second, third] = [ready(queue), ready(queue), ready(queue)];
    expect([first, second, third].map((ticket) => ticket.position())).toEqual([0, 1, 2]);
    const heard = waitTurn(third, never);
    expect((await heard.next()).value).toEqual({ type: 'run.queued', position: 2 });
    first.leave();
    first.leave();
    const next = heard.next();
    await jest.advanceTimersByTimeAsync(300);
    expect((await next).value).toEqual({ type: 'run.queued', position: 1 });
    const last = heard.next();
    second.leave();
    expect((await last).done).toBe(true);
    expect(third.position()).toBe(0);
  });

  test('are given up by one that leaves while it waits', () => {
    const queue = createRunQueue({ concurrency: 1 });
    const [running, waiting, last] = [ready(queue), ready(queue), ready(queue)];
    waiting.leave();
    expect(last.position()).toBe(1);
    running.leave();
    expect(last.position()).toBe(0);
  });

  test('are not held by a run that is not ready', () => {
    const queue = createRunQueue({ concurrency: 1 });
    const held = queue.enter('ada');
    const later = ready(queue);
    expect([held.position(), later.position()]).toEqual([1, 0]);
    held.makeReady();
    later.leave();
    expect(held.position()).toBe(0);
  });
});

test('an aborted signal ends the wait', async () => {
  const queue = createRunQueue({ concurrency: 1 });
  ready(queue);
  const controller = new AbortController();
  const heard = waitTurn(ready(queue), controller.signal);
  await heard.next();
  const next = heard.next();
  controller.abort();
  expect((await next).done).toBe(true);
});

test('500 runs of one owner delay a run of another by no more than what is under way', () => {
  const queue = createRunQueue({ concurrency: 2, maxWaitingOfOwner: 1_000 });
  const many = Array.from({ length: 500 }, () => ready(queue, 'ada'));
  const one = ready(queue, 'bob');
  expect(one.position()).toBe(1);
  many[0]?.leave();
  expect(one.position()).toBe(0);
  const another = ready(queue, 'bob');
  const third = ready(queue, 'eve');
  expect([third.position(), another.position()]).toEqual([1, 3]);
});

test('the places of many owners are each told once', () => {
  const queue = createRunQueue({ concurrency: 1 });
  ready(queue, 'ada');
  const tickets = ['ada', 'ada', 'ada', 'bob', 'bob', 'eve'].map((owner) => ready(queue, owner));
  const places = tickets.map((ticket) => ticket.position());
  expect(places.toSorted()).toEqual([1, 2, 3, 4, 5, 6]);
  expect(Math.min(places[3] ?? 0, places[5] ?? 0)).toBe(1);
});

test('a full queue refuses, and says when to come again', () => {
  let nowMs = 0;
  const options = { concurrency: 1, maxWaiting: 3, maxWaitingOfOwner: 2, nowMs: () => nowMs };
  const queue = createRunQueue(options);
  for (let run = 0; run < 50; run += 1) {
    const ticket = ready(queue);
    nowMs += 10_000;
    ticket.leave();
  }
  for (let run = 0; run < 3; run += 1) ready(queue);
  const refused = (seconds: number) =>
    expect.objectContaining({
      code: 'run.queue-full',
      isRetryable: true,
      details: { retryAfterSeconds: seconds },
    });
  expect(() => queue.enter('ada')).toThrow(refused(20));
  queue.enter('bob');
  expect(() => queue.enter('bob')).toThrow(refused(30));
});
