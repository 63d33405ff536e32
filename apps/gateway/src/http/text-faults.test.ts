import { describe, expect, test } from '@jest/globals';
import { textFaults } from './text-faults.ts';

describe('text that cannot be kept', () => {
  test('is found wherever it stands, with its path', () => {
    const body = { name: 'a\0b', steps: [{ title: 'fine' }, { title: '\ud800' }], count: 1, none: null };
    expect(textFaults(body)).toEqual([
      { path: 'name', message: 'must not hold the NUL character' },
      {
        path: 'steps.1.title',
        message: 'must not hold half a surrogate pair, which no text in UTF-8 can hold',
      },
    ]);
  });

  test('may hold NUL where the body carries what programs read, and whole pairs everywhere', () => {
    expect(textFaults({ stdin: 'a\0b', smile: '😀' }, { isNulAllowed: true })).toEqual([]);
    expect(textFaults({ stdin: '\udc00' }, { isNulAllowed: true })).toHaveLength(1);
  });
});
