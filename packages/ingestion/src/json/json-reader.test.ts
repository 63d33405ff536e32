import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { columnOf, createTestIngestion, type TestIngestion } from '../test-ingestion.ts';

let tested: TestIngestion;
beforeAll(async () => {
  tested = await createTestIngestion();
});
afterAll(async () => {
  expect(await tested.leftovers()).toEqual([]);
  await tested.close();
});

const people = [
  { id: 1, name: 'Ann' },
  { id: 2, name: 'Bob' },
];
const peopleRows = [
  [1, 'Ann'],
  [2, 'Bob'],
];

describe('arrangements', () => {
  test.each([
    ['a list of objects', people, ''],
    ['a list inside an object', { meta: { tags: ['x'] }, data: { items: people } }, 'data.items'],
    ['a list of lists with names', [['id', 'name'], ...peopleRows], ''],
    ['lists side by side', { id: [1, 2], name: ['Ann', 'Bob'] }, ''],
  ])('%s', async (_name, value, recordPath) => {
    const read = await tested.ingest('people.json', JSON.stringify(value, null, 2));
    expect(read.profile.recordPath).toBe(recordPath);
    expect(read.profile.columns.map(({ name }) => name)).toEqual(['id', 'name']);
    expect(await tested.allRows(read)).toEqual(peopleRows);
  });

  test('an object of objects gets its names as a column', async () => {
    const read = await tested.ingest('people.json', JSON.stringify({ ann: { age: 1 }, bob: { age: 2 } }));
    expect(read.profile.columns.map(({ name }) => name)).toEqual(['key', 'age']);
    expect(await tested.allRows(read)).toEqual([
      ['ann', 1],
      ['bob', 2],
    ]);
  });

  test('lines, of which a bad one is told', async () => {
    const read = await tested.ingest('people.ndjson', '{"id":1}\n\n{"id":\n{"id":3,"late":"x"}\n');
    expect(read.profile).toMatchObject({ format: 'ndjson', rowCount: 2 });
    expect(read.problems).toEqual([{ line: 3, message: expect.stringContaining('not valid JSON') }]);
    expect(await tested.allRows(read)).toEqual([
      [1, null],
      [3, 'x'],
    ]);
  });

  test('nested objects become columns, lists stay JSON', async () => {
    const value = [
      { a: { b: 1, c: { d: 2 } }, tags: ['x', 'y'] },
      { a: null, tags: [] },
    ];
    const read = await tested.ingest('nested.json', JSON.stringify(value));
    expect(read.profile.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'a.b integer',
      'a.c json',
      'tags json',
      'a empty',
    ]);
    expect((await tested.allRows(read))[0]).toEqual([1, '{"d":2}', '["x","y"]', null]);
  });
});

describe('values', () => {
  test('types are those of JSON, and long numbers keep their digits', async () => {
    const text =
      '[{"n": 9007199254740993, "s": "12", "m": 1, "b": true, "d": "Jun 12 1998", "e": ""},' +
      '{"n": 1, "s": "13", "m": "x", "b": false, "d": "Jan 1 2000", "e": "\\u0041\\nz"}]';
    const read = await tested.ingest('values.json', text);
    expect(columnOf(read, 'n')).toMatchObject({ type: 'integer', max: '9007199254740993', min: 1 });
    expect(columnOf(read, 's').type).toBe('text');
    expect(columnOf(read, 'm').type).toBe('text');
    expect(columnOf(read, 'b').type).toBe('boolean');
    expect(columnOf(read, 'd')).toMatchObject({ type: 'date', dateFormat: '%b %d %Y', max: '2000-01-01' });
    expect(read.problems).toEqual([
      { message: expect.stringContaining('"m" holds a number at first and text at record 2') },
    ]);
    expect((await tested.allRows(read)).map((row) => row.at(-1))).toEqual(['', 'A\nz']);
  });
});

describe('faults', () => {
  test.each([
    ['[{"a":1},\n{"a":}]', 2, 6],
    ['[{"a":1}', 1, 9],
    ['{"meta": {bad}, "items": [{"a":1}]}', 1, 11],
    ['[{"a":01}]', 1, 7],
    ['[{"a":1}] x', 1, 11],
    ['[{"a":"x\ny"}]', 1, 9],
    ['[1,]', 1, 4],
    ['hello', 1, 1],
    ['{"a":1}\n{"a":', 1, 6],
  ])('%j is told with line %i and column %i', async (text, line, column) => {
    const failing = tested.ingest('bad.json', text);
    if (text.startsWith('{"a":1}\n')) {
      // The first line is whole: a file of lines whose second one is bad.
      expect((await failing).problems).toEqual([expect.objectContaining({ line: 2 })]);
      return;
    }
    await expect(failing).rejects.toMatchObject({ code: 'document.unreadable', details: { line, column } });
  });

  test.each(['[]', '{}', '[[]]', '42'])('%s holds nothing', async (text) => {
    await expect(tested.ingest('empty.json', text)).rejects.toMatchObject({ code: 'document.empty' });
  });

  test('deep nesting is refused, not followed', async () => {
    const failing = tested.ingest('deep.json', '['.repeat(100_000));
    await expect(failing).rejects.toMatchObject({ code: 'document.unreadable' });
  });
});
