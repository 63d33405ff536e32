import { expect, test } from '@jest/globals';
import { waitAtMost } from './wait-at-most.ts';

const never = new Promise<string>(() => {});

test('gives what comes in time, and then waits no longer', async () => {
  const startedMs = performance.now();
  expect(await waitAtMost(60_000, Promise.resolve('done'))).toBe('done');
  expect(performance.now() - startedMs).toBeLessThan(5_000);
});

test('gives nothing where it does not come in time', async () => {
  const startedMs = performance.now();
  expect(await waitAtMost(20, never)).toBeUndefined();
  expect(performance.now() - startedMs).toBeGreaterThan(10);
});

test('rejects with a fault that comes in time', async () => {
  await expect(waitAtMost(60_000, Promise.reject(new Error('broken')))).rejects.toThrow('broken');
});

test('a fault that comes too late is nobody’s', async () => {
  const work = Promise.withResolvers<void>();
  expect(await waitAtMost(1, work.promise)).toBeUndefined();
  work.reject(new Error('too late'));
  // an unhandled rejection would end the process here
  await new Promise((resolve) => setTimeout(resolve, 10));
});
