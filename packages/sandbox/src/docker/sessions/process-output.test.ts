import { expect, test } from '@jest/globals';
import { createProcessOutput } from './process-output.ts';

const kibibyte = 1024;

function createSubject() {
  const granted: number[] = [];
  const output = createProcessOutput({ grant: (bytes) => granted.push(bytes) });
  return { output, granted: () => granted.reduce((sum, bytes) => sum + bytes, 0) };
}

test('leave for more is given as chunks are taken, and not before', async () => {
  const { output, granted } = createSubject();
  for (let count = 0; count < 4; count += 1) output.push('stdout', Buffer.alloc(64 * kibibyte, count));
  expect(granted()).toBe(0);
  const reader = output.chunks[Symbol.asyncIterator]();
  expect((await reader.next()).value).toMatchObject({
    stream: 'stdout',
    bytes: Buffer.alloc(64 * kibibyte, 0),
  });
  expect(granted()).toBe(64 * kibibyte);
  await reader.next();
  expect(granted()).toBe(128 * kibibyte);
});

test('a reader that waits gets what comes, in order, until the end', async () => {
  const { output } = createSubject();
  const seen: string[] = [];
  const reading = (async () => {
    for await (const { stream, bytes } of output.chunks) seen.push(`${stream} ${bytes}`);
  })();
  output.push('stdout', Buffer.from('one'));
  await new Promise((resolve) => setImmediate(resolve));
  output.push('stderr', Buffer.from('two'));
  output.push('stdout', Buffer.from('three'));
  output.end();
  await reading;
  expect(seen).toEqual(['stdout one', 'stderr two', 'stdout three']);
});

test('what was there when the process ended can still be read', async () => {
  const { output, granted } = createSubject();
  output.push('stdout', Buffer.alloc(100 * kibibyte));
  output.end();
  let bytes = 0;
  for await (const chunk of output.chunks) bytes += chunk.bytes.length;
  expect(bytes).toBe(100 * kibibyte);
  expect(granted()).toBe(0);
});

test('after a reader walked away the process goes on, its output thrown away', async () => {
  const { output, granted } = createSubject();
  output.push('stdout', Buffer.alloc(64 * kibibyte));
  output.push('stdout', Buffer.alloc(64 * kibibyte));
  for await (const _chunk of output.chunks) break;
  output.push('stdout', Buffer.alloc(64 * kibibyte));
  expect(granted()).toBe(192 * kibibyte);
});

test('a chunk does not keep the buffer alive that it came in', async () => {
  const { output } = createSubject();
  const whole = Buffer.alloc(1_000, 'x');
  output.push('stdout', whole.subarray(0, 3));
  whole.fill('y');
  output.end();
  for await (const { bytes } of output.chunks) expect(String(bytes)).toBe('xxx');
});
