import { expect, test } from '@jest/globals';
import { createStreamDemultiplexer } from './stream-demultiplexer.ts';

function piece(stream: number, text: string): Buffer {
  const head = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
  head.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([head, Buffer.from(text)]);
}

test.each([1, 3, 8, 9, 1000])('streams are parted, in chunks of %d bytes', (size) => {
  const whole = Buffer.concat([piece(1, 'out one'), piece(2, 'err'), piece(1, ''), piece(1, 'out two')]);
  const demultiplexer = createStreamDemultiplexer();
  const found = { stdout: '', stderr: '' };
  for (let at = 0; at < whole.length; at += size) {
    for (const { stream, bytes } of demultiplexer.push(whole.subarray(at, at + size))) found[stream] += bytes;
  }
  expect(found).toEqual({ stdout: 'out oneout two', stderr: 'err' });
});
