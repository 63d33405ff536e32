import { expect, test } from '@jest/globals';
import { createRunQueue, waitTurn } from './run-queue.ts';

const never = new AbortController().signal;

test('runs start in the order they came, and hear of their place', async () => {
  const queue = createRunQueue({ concurrency: 1 });
  const first = queue.enter();
  const second = queue.enter();
  const third = queue.enter();
  expect([first.position(), second.position(), third.position()]).toEqual([0, 1, 2]);
  const heard = waitTurn(third, never);
  expect((await heard.next()).value).toEqual({ type: 'run.queued', position: 2 });
  first.leave();
  first.leave();
  expect((await heard.next()).value).toEqual({ type: 'run.queued', position: 1 });
  second.leave();
  expect((await heard.next()).done).toBe(true);
  expect(third.position()).toBe(0);
});

test('one that gives up while waiting makes room', async () => {
  const queue = createRunQueue({ concurrency: 1 });
  const running = queue.enter();
  const waiting = queue.enter();
  const last = queue.enter();
  waiting.leave();
  expect(last.position()).toBe(1);
  running.leave();
  expect(last.position()).toBe(0);
});

test('an aborted signal ends the wait', async () => {
  const queue = createRunQueue({ concurrency: 1 });
  queue.enter();
  const controller = new AbortController();
  const heard = waitTurn(queue.enter(), controller.signal);
  await heard.next();
  const next = heard.next();
  controller.abort();
  expect((await next).done).toBe(true);
});

test('a full queue refuses', () => {
  const queue = createRunQueue({ concurrency: 1, maxWaiting: 1 });
  queue.enter();
  queue.enter();
  expect(() => queue.enter()).toThrow(expect.objectContaining({ code: 'run.queue-full', isRetryable: true }));
});
