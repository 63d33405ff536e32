import { expect, test } from '@jest/globals';
import { createSharedInstalls } from './shared-installs.ts';

const noSignal = () => ({ signal: new AbortController().signal });

test('whoever comes while it is installed waits for the same install', async () => {
  const installs = createSharedInstalls();
  const done = Promise.withResolvers<{ volume: string }>();
  let begun = 0;
  const begin = () => {
    begun += 1;
    return done.promise;
  };
  const waiting = [1, 2, 3].map(() => installs.join('set', begin, noSignal()));
  expect(installs.isOngoing('set')).toBe(true);
  done.resolve({ volume: 'v' });
  expect(await Promise.all(waiting)).toEqual([{ volume: 'v' }, { volume: 'v' }, { volume: 'v' }]);
  expect(begun).toBe(1);
  expect(installs.isOngoing('set')).toBe(false);
});

test('one that gives up stops only its own wait; the last one stops the install', async () => {
  const installs = createSharedInstalls();
  let ending: AbortSignal | undefined;
  const begin = (signal: AbortSignal) => {
    ending = signal;
    return new Promise<never>((_resolve, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason)),
    );
  };
  const controllers = [new AbortController(), new AbortController()];
  const waiting = controllers.map(({ signal }) => installs.join('set', begin, { signal }));
  const outcomes = waiting.map((wait) => wait.catch((error: Error) => error.message));
  controllers[0]?.abort(new Error('first gives up'));
  expect(await outcomes[0]).toBe('first gives up');
  expect(ending?.aborted).toBe(false);
  controllers[1]?.abort(new Error('second gives up'));
  expect(await outcomes[1]).toBe('second gives up');
  expect(ending?.aborted).toBe(true);
});

test('whoever comes while one is given up has another, which begins when the first has ended', async () => {
  const installs = createSharedInstalls();
  const cleared = Promise.withResolvers<void>();
  const controller = new AbortController();
  const first = installs.join('set', () => cleared.promise.then(() => ({ volume: 'first' })), {
    signal: controller.signal,
  });
  first.catch(() => {});
  await Promise.resolve();
  controller.abort(new Error('enough'));
  await expect(first).rejects.toThrow('enough');
  let hasBegun = false;
  const second = installs.join(
    'set',
    async () => {
      hasBegun = true;
      return { volume: 'second' };
    },
    noSignal(),
  );
  await new Promise((resolve) => setImmediate(resolve));
  expect(hasBegun).toBe(false);
  cleared.resolve();
  expect(await second).toEqual({ volume: 'second' });
});

test('a failure reaches everybody who waits, and the next one tries again', async () => {
  const installs = createSharedInstalls();
  const fail = () => Promise.reject(new Error('engine away'));
  const waiting = [1, 2].map(() => installs.join('set', fail, noSignal()));
  for (const wait of waiting) await expect(wait).rejects.toThrow('engine away');
  expect(await installs.join('set', async () => ({ volume: 'v' }), noSignal())).toEqual({ volume: 'v' });
});
