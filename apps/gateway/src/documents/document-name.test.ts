import { describe, expect, test } from '@jest/globals';
import { checkDocumentName, freeDocumentName } from './document-name.ts';

describe('document names', () => {
  test.each(['data.csv', 'Umsätze 2026 (final).xlsx', '.csv', 'no extension', "o'brien & co.json"])(
    '%s is fine',
    (name) => {
      expect(checkDocumentName(name)).toBe(name);
    },
  );

  test.each([
    '',
    ' ',
    '.',
    '..',
    'a/b',
    '../a',
    '/a',
    'a\\b',
    'C:a',
    'a\u0000b',
    'a\nb',
    'a\u202eb',
    'x'.repeat(201),
    undefined,
  ])('%j is refused', (name) => {
    expect(() => checkDocumentName(name)).toThrow('is not allowed');
  });

  test('two spellings of one name are one name', () => {
    expect(checkDocumentName('u\u0308.csv')).toBe('ü.csv');
  });

  test('a taken name gets a number before its extension', () => {
    expect(freeDocumentName('a.csv', new Set())).toBe('a.csv');
    expect(freeDocumentName('a.csv', new Set(['a.csv']))).toBe('a (2).csv');
    expect(freeDocumentName('a.csv', new Set(['a.csv', 'a (2).csv']))).toBe('a (3).csv');
    expect(freeDocumentName('.csv', new Set(['.csv']))).toBe('.csv (2)');
  });
});
