import { describe, expect, test } from '@jest/globals';
import { createRecordParser, encodeRecord } from './records.ts';

describe('records', () => {
  const records = [
    { type: 'j', bytes: Buffer.from('{"a":1}') },
    { type: 'b', bytes: Buffer.alloc(0) },
    { type: 'f', bytes: Buffer.from('tabelle ü.csv') },
  ];
  const encoded = Buffer.concat(records.map(({ type, bytes }) => encodeRecord(type, bytes)));

  test.each([1, 2, 5, 7, 1000])('are put together from chunks of %d bytes', (size) => {
    const parser = createRecordParser();
    const found = [];
    for (let at = 0; at < encoded.length; at += size)
      found.push(...parser.push(encoded.subarray(at, at + size)));
    expect(found.map(({ type, bytes }) => [type, bytes.toString()])).toEqual(
      records.map(({ type, bytes }) => [type, bytes.toString()]),
    );
  });

  test('the length counts bytes, not characters', () => {
    expect(encodeRecord('e', 'ü')).toEqual(Buffer.from([0x65, 0, 0, 0, 2, 0xc3, 0xbc]));
  });

  test('a length that no runner sends is refused', () => {
    const parser = createRecordParser({ maxBytes: 10 });
    expect(() => parser.push(Buffer.from([0x62, 0xff, 0xff, 0xff, 0xff]))).toThrow(RangeError);
  });
});
