import { expect, test } from '@jest/globals';
import { delay } from '@sandsmith/foundation/delay';
import { createRunInput } from './run-input.ts';

test('pieces come in order, those from before the reading too, until the end', async () => {
  const input = createRunInput({ first: Buffer.from('a') });
  await input.write(Buffer.from('b'));
  const read = (async () => {
    let text = '';
    for await (const bytes of input.stream) text += Buffer.from(bytes).toString();
    return text;
  })();
  await delay(5);
  await input.write(Buffer.from('c'));
  await input.write(new Uint8Array());
  input.end();
  input.end();
  expect(await read).toBe('abc');
  await expect(input.write(Buffer.from('d'))).rejects.toMatchObject({ code: 'run.stdin-closed' });
});

test('who writes more than is read waits, and is told where nobody reads any more', async () => {
  const input = createRunInput();
  const mebibyte = Buffer.alloc(1024 * 1024);
  await input.write(mebibyte);
  let isWritten = false;
  const second = input.write(mebibyte).then(() => {
    isWritten = true;
  });
  await delay(20);
  expect(isWritten).toBe(false);
  const reader = input.stream[Symbol.asyncIterator]();
  await reader.next();
  void reader.next();
  await second;
  const third = input.write(mebibyte);
  await reader.return?.();
  await expect(third).rejects.toMatchObject({ code: 'run.stdin-closed' });
});
