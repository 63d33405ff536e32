import { expect, test } from '@jest/globals';
import { createContainerUsers } from './container-users.ts';

test('no two containers at a time have the same user, and none the one of the stores', () => {
  const users = createContainerUsers(() => 0.9);
  const taken = Array.from({ length: 511 }, () => users.take());
  expect(new Set(taken).size).toBe(511);
  expect([Math.min(...taken), Math.max(...taken)]).toEqual([10_002, 10_512]);
  users.giveBack(10_100);
  expect(users.take()).toBe(10_100);
});

test('where none is left the least recent is shared, and stays taken until both are done', () => {
  const users = createContainerUsers(() => 0);
  for (let index = 0; index < 511; index += 1) users.take();
  const shared = users.take();
  users.giveBack(shared);
  expect(users.take()).not.toBe(shared);
});
