import { describe, expect, test } from '@jest/globals';
import {
  displayCell,
  filterRows,
  nextSort,
  parseCsv,
  parseJsonTable,
  sortRows,
  toClipboard,
} from './csv-table.ts';

const firsts = (rows: string[][]) => rows.map(([cell]) => cell);

describe('sorting', () => {
  const rows = [['10'], [''], ['9.5'], ['-2'], ['1e3']];

  test('numbers go by value, empty cells last in both directions', () => {
    expect(firsts(sortRows(rows, { column: 0, direction: 'ascending' }))).toEqual([
      '-2',
      '9.5',
      '10',
      '1e3',
      '',
    ]);
    expect(firsts(sortRows(rows, { column: 0, direction: 'descending' }))).toEqual([
      '1e3',
      '10',
      '9.5',
      '-2',
      '',
    ]);
  });

  test('words go by the alphabet with their numbers in order, after numbers', () => {
    const words = [['item 10'], ['Item 9'], ['7'], ['apple']];
    expect(firsts(sortRows(words, { column: 0, direction: 'ascending' }))).toEqual([
      '7',
      'apple',
      'Item 9',
      'item 10',
    ]);
  });

  test('equal rows keep their order, and the rows given are left alone', () => {
    const pairs = [
      ['b', '1'],
      ['a', '1'],
    ];
    expect(sortRows(pairs, { column: 1, direction: 'descending' })).toEqual(pairs);
    expect(firsts(pairs)).toEqual(['b', 'a']);
  });

  test('a heading goes from ascending to descending to as it came', () => {
    const first = nextSort(null, 2);
    const second = nextSort(first, 2);
    expect([first?.direction, second?.direction, nextSort(second, 2)]).toEqual([
      'ascending',
      'descending',
      null,
    ]);
    expect(nextSort(second, 1)).toEqual({ column: 1, direction: 'ascending' });
  });
});

test('a filter wants every word, in any cell', () => {
  const rows = [
    ['August', '26.1'],
    ['July', '26.0'],
  ];
  expect(filterRows(rows, 'aug 26')).toEqual([rows[0]]);
  expect(filterRows(rows, '  ')).toEqual(rows);
});

describe('reading', () => {
  test('CSV keeps quotes, commas and line breaks in cells, and knows numbers', () => {
    const table = parseCsv('name,value\n"a, ""b""\nc",1\nd,\n');
    expect(table.rows).toEqual([
      ['a, "b"\nc', '1'],
      ['d', ''],
    ]);
    expect(table.isNumeric).toEqual([false, true]);
  });

  test('JSON records become a table, whatever else does not', () => {
    const table = parseJsonTable('[{"a":1,"b":{"c":2}},{"a":null,"d":true}]');
    expect(table?.columns).toEqual(['a', 'b', 'd']);
    expect(table?.rows).toEqual([
      ['1', '{"c":2}', ''],
      ['', '', 'true'],
    ]);
    for (const text of ['{"a":1}', '[1,2]', '[]', 'no json']) expect(parseJsonTable(text)).toBeUndefined();
  });
});

test('a copy has tabs between cells and one line a row', () => {
  const table = parseCsv('a,b\n1,"x\ty\nz"\n');
  expect(toClipboard(table, table.rows)).toBe('a\tb\n1\tx y z');
});

test('long decimals are shortened for reading, other cells are as they are', () => {
  expect(displayCell('26.112096774193546')).toBe('26.1121');
  expect(displayCell('12.5')).toBe('12.5');
  expect(displayCell('1.123456 m')).toBe('1.123456 m');
});
