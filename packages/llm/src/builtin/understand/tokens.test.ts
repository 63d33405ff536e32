import { describe, expect, test } from '@jest/globals';
import { readPeriod } from './periods.ts';
import { tokenize } from './tokens.ts';

describe('tokenize', () => {
  test.each([
    ['$1.5 billion', 1.5e9, '$'],
    ['5kg', 5, 'kg'],
    ['20%', 20, '%'],
    ['1,234.5', 1234.5, undefined],
    ['-3', -3, undefined],
    ['100k', 100_000, undefined],
    ['the 1990s', 1990, 'decade'],
    ['three', 3, 'word'],
  ])('%s', (text, value, unit) => {
    const token = tokenize(text).find((found) => found.kind === 'number');
    expect(token).toMatchObject({ value });
    expect(token?.unit).toBe(unit);
  });

  test('an abbreviation does not end a sentence, a full stop does', () => {
    expect(tokenize('Warner Bros. films. Next').filter((token) => token.kind === 'break')).toHaveLength(1);
  });
});

describe('readPeriod', () => {
  test.each([
    ['2012', '2012-01-01', '2013-01-01'],
    ['March 2014', '2014-03-01', '2014-04-01'],
    ['March 5, 2014', '2014-03-05', '2014-03-06'],
    ['5 March 2014', '2014-03-05', '2014-03-06'],
    ['2014-12-31', '2014-12-31', '2015-01-01'],
    ['2014-12', '2014-12-01', '2015-01-01'],
    ['Q4 2013', '2013-10-01', '2014-01-01'],
    ['last quarter of 2013', '2013-10-01', '2014-01-01'],
    ['first half of 2013', '2013-01-01', '2013-07-01'],
    ['1990s', '1990-01-01', '2000-01-01'],
  ])('%s', (text, from, before) => {
    expect(readPeriod(tokenize(text), 0)?.period).toMatchObject({ from, before });
  });

  test.each(['Mars 2014', '2014-13-45', '31 February 2014', 'banana'])('%s is none', (text) => {
    expect(readPeriod(tokenize(text), 0)).toBeUndefined();
  });
});
