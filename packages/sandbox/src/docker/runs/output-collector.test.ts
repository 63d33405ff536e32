import { describe, expect, test } from '@jest/globals';
import { createOutputCollector, incompleteTail } from './output-collector.ts';

describe('the output collector', () => {
  test.each([1, 2, 3, 5])('never cuts a character in two (chunks of %d bytes)', (size) => {
    const text = 'aé€🌍z'.repeat(3);
    const bytes = Buffer.from(text);
    const collector = createOutputCollector({ maxBytes: 1000 });
    const events = [];
    for (let at = 0; at < bytes.length; at += size) {
      collector.push('stdout', bytes.subarray(at, at + size));
      events.push(...collector.take());
    }
    events.push(...collector.flush());
    expect(events.every((event) => event.type === 'stdout.delta' && event.base64 === undefined)).toBe(true);
    expect(events.map((event) => ('text' in event ? event.text : '')).join('')).toBe(text);
    expect(collector.result().stdout).toBe(text);
  });

  test('makes one event of what came together, in the order of the streams', () => {
    const collector = createOutputCollector({ maxBytes: 1000 });
    for (const letter of 'abc') collector.push('stdout', Buffer.from(letter));
    collector.push('stderr', Buffer.from('x'));
    collector.push('stdout', Buffer.from('d'));
    expect(collector.take()).toEqual([
      { type: 'stdout.delta', text: 'abc' },
      { type: 'stderr.delta', text: 'x' },
      { type: 'stdout.delta', text: 'd' },
    ]);
    expect(collector.take()).toEqual([]);
  });

  test('streams that take turns with every byte make few events, and nothing is lost', () => {
    const collector = createOutputCollector({ maxBytes: 1_000_000 });
    for (let count = 0; count < 100_000; count += 1) {
      collector.push('stdout', Buffer.from('o'));
      collector.push('stderr', Buffer.from('e'));
    }
    const events = collector.take();
    expect(events.length).toBeLessThanOrEqual(16);
    const lengthOf = (type: string) =>
      events.reduce(
        (sum, event) => sum + (event.type === type && 'text' in event ? (event.text?.length ?? 0) : 0),
        0,
      );
    expect([lengthOf('stdout.delta'), lengthOf('stderr.delta')]).toEqual([100_000, 100_000]);
  });
});

describe('bytes that are no text', () => {
  test('gives bytes that are not UTF-8 as base64', () => {
    const collector = createOutputCollector({ maxBytes: 1000 });
    const bytes = Buffer.from([0x80, 0x41, 0xff]);
    collector.push('stderr', bytes);
    expect(collector.take()).toEqual([{ type: 'stderr.delta', base64: bytes.toString('base64') }]);
  });

  test('a character that never ends is given at the end', () => {
    const collector = createOutputCollector({ maxBytes: 1000 });
    collector.push('stdout', Buffer.from([0x61, 0xe2, 0x82]));
    expect(collector.take()).toEqual([{ type: 'stdout.delta', text: 'a' }]);
    const rest = Buffer.from([0xe2, 0x82]).toString('base64');
    expect(collector.flush()).toEqual([{ type: 'stdout.delta', base64: rest }]);
    expect(collector.flush()).toEqual([]);
  });

  test('the limit holds for both streams together and only what was cut is truncated', () => {
    const collector = createOutputCollector({ maxBytes: 10 });
    collector.push('stdout', Buffer.from('123456'));
    collector.push('stderr', Buffer.from('7890'));
    expect(collector.isOverLimit()).toBe(false);
    collector.take();
    collector.push('stderr', Buffer.from('x'));
    expect(collector.take()).toEqual([]);
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
