import { expect, test } from '@jest/globals';
import { delay } from '@sandsmith/foundation/delay';
import { createSemaphore } from './semaphore.ts';

const { signal } = new AbortController();

test('never more at a time than there are slots, and all get their turn', async () => {
  const semaphore = createSemaphore(2);
  let active = 0;
  let most = 0;
  const order: number[] = [];
  const work = (index: number) =>
    semaphore.run(
      async () => {
        active += 1;
        most = Math.max(most, active);
        order.push(index);
        await delay(5);
        active -= 1;
      },
      { signal },
    );
  await Promise.all([1, 2, 3, 4, 5].map(work));
  expect(most).toBe(2);
  expect(order).toEqual([1, 2, 3, 4, 5]);
});

test('one that is no longer wanted leaves the queue, and its place goes to the next', async () => {
  const semaphore = createSemaphore(1);
  const release = Promise.withResolvers<void>();
  const first = semaphore.run(() => release.promise, { signal });
  const abort = new AbortController();
  const second = semaphore.run(async () => 'second', { signal: abort.signal });
  const third = semaphore.run(async () => 'third', { signal });
  abort.abort(new Error('no longer'));
  await expect(second).rejects.toThrow('no longer');
  release.resolve();
  await first;
  expect(await third).toBe('third');
});

test('work that fails gives its slot back', async () => {
  const semaphore = createSemaphore(1);
  await expect(semaphore.run(() => Promise.reject(new Error('x')), { signal })).rejects.toThrow('x');
  expect(await semaphore.run(async () => 1, { signal })).toBe(1);
});
