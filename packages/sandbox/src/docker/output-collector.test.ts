import { describe, expect, test } from '@jest/globals';
import { createOutputCollector, incompleteTail } from './output-collector.ts';

describe('the output collector', () => {
  test.each([1, 2, 3, 5])('never cuts a character in two (chunks of %d bytes)', (size) => {
    const text = 'aé€🌍z'.repeat(3);
    const bytes = Buffer.from(text);
    const collector = createOutputCollector({ maxBytes: 1000 });
    const chunks = [];
    for (let at = 0; at < bytes.length; at += size)
      chunks.push(...collector.push('stdout', bytes.subarray(at, at + size)));
    chunks.push(...collector.flush('stdout'));
    expect(chunks.every(({ base64 }) => base64 === undefined)).toBe(true);
    expect(chunks.map(({ text }) => text).join('')).toBe(text);
    expect(collector.result().stdout).toBe(text);
  });

  test('gives bytes that are not UTF-8 as base64', () => {
    const collector = createOutputCollector({ maxBytes: 1000 });
    const bytes = Buffer.from([0x80, 0x41, 0xff]);
    expect(collector.push('stderr', bytes)).toEqual([{ base64: bytes.toString('base64') }]);
  });

  test('a character that never ends is given at the end', () => {
    const collector = createOutputCollector({ maxBytes: 1000 });
    expect(collector.push('stdout', Buffer.from([0x61, 0xe2, 0x82]))).toEqual([{ text: 'a' }]);
    expect(collector.flush('stdout')).toEqual([{ base64: Buffer.from([0xe2, 0x82]).toString('base64') }]);
    expect(collector.flush('stdout')).toEqual([]);
  });

  test('the limit holds for both streams together and only what was cut is truncated', () => {
    const collector = createOutputCollector({ maxBytes: 10 });
    collector.push('stdout', Buffer.from('123456'));
    expect(collector.push('stderr', Buffer.from('7890'))).toEqual([{ text: '7890' }]);
    expect(collector.isOverLimit()).toBe(false);
    expect(collector.push('stderr', Buffer.from('x'))).toEqual([]);
    expect(collector.isOverLimit()).toBe(true);
    expect(collector.result()).toEqual({
      stdout: '123456',
      stderr: '7890',
      truncated: { stdout: false, stderr: true },
    });
  });

  test.each([
    [[0x61], 0],
    [[0xc3], 1],
    [[0xe2, 0x82], 2],
    [[0xf0, 0x9f, 0x8c], 3],
    [[0xc3, 0xa9], 0],
    [[0x80, 0x80, 0x80, 0x80], 0],
    [[0xff], 0],
    [[], 0],
  ])('the tail of %p to wait for is %d bytes', (bytes, expected) => {
    expect(incompleteTail(Buffer.from(bytes))).toBe(expected);
  });
});
