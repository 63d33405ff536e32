import { expect, test } from '@jest/globals';
import { createWriteQueue } from './write-queue.ts';

/** The other side takes a message when it is told to. */
function createReceiver() {
  const taken: string[] = [];
  const pending: (() => void)[] = [];
  return {
    taken,
    pending,
    send: (text: string) =>
      new Promise<void>((resolve) => {
        taken.push(text);
        pending.push(resolve);
      }),
    async acknowledge(): Promise<void> {
      pending.shift()?.();
      await new Promise((resolve) => setTimeout(resolve, 0));
    },
  };
}

test('text is sent at once while little is under way, and joined when it has to wait', async () => {
  const receiver = createReceiver();
  const queue = createWriteQueue({ send: receiver.send, maxUnderWay: 2 });
  for (const key of 'echo') queue.add(key);
  expect(receiver.taken).toEqual(['e', 'c']);
  await receiver.acknowledge();
  expect(receiver.taken).toEqual(['e', 'c', 'ho']);
});

test('a long paste goes in pieces, in order, and no character is cut in two', async () => {
  const receiver = createReceiver();
  const queue = createWriteQueue({ send: receiver.send, maxLength: 4, maxUnderWay: 1 });
  const text = 'abc😀defg😀h';
  queue.add(text);
  while (receiver.pending.length > 0) await receiver.acknowledge();
  expect(receiver.taken.join('')).toBe(text);
  expect(receiver.taken.length).toBeGreaterThan(2);
  for (const piece of receiver.taken) {
    expect(piece.length).toBeLessThanOrEqual(4);
    expect(piece.isWellFormed()).toBe(true);
  }
});

test('what was not sent is dropped when the connection is away', async () => {
  const receiver = createReceiver();
  const queue = createWriteQueue({ send: receiver.send, maxUnderWay: 1 });
  queue.add('a');
  queue.add('rm -r build');
  queue.clear();
  await receiver.acknowledge();
  expect(receiver.taken).toEqual(['a']);
});
