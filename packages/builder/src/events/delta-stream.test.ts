import { expect, test } from '@jest/globals';
import { delay } from '@sandsmith/foundation/delay';
import { createDeltaStream } from './delta-stream.ts';

test('many pieces become few, in order and whole', async () => {
  const taken: string[] = [];
  const stream = createDeltaStream(async (text) => {
    await delay(5);
    taken.push(text);
  });
  for (let index = 0; index < 60; index += 1) {
    stream.push(`${index},`);
    await delay(5);
  }
  await stream.end();
  expect(taken.join('')).toBe(Array.from({ length: 60 }, (_, index) => `${index},`).join(''));
  expect(taken.length).toBeLessThan(12);
});

test('a character of two halves is never cut', async () => {
  const taken: string[] = [];
  const stream = createDeltaStream(async (text) => {
    taken.push(text);
  });
  stream.push('a\uD83D');
  await delay(150);
  stream.push('\uDE00b');
  await stream.end();
  expect(taken).toEqual(['a', '\uD83D\uDE00b']);
});

test('what cannot be taken is told to the one who ends the stream', async () => {
  const stream = createDeltaStream(async () => {
    throw new Error('refused');
  });
  stream.push('a');
  await expect(stream.end()).rejects.toThrow('refused');
});
