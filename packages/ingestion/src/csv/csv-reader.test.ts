import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import iconv from 'iconv-lite';
import Papa from 'papaparse';
import { columnOf, createTestIngestion, type TestIngestion } from '../test-ingestion.ts';

let tested: TestIngestion;
beforeAll(async () => {
  tested = await createTestIngestion();
});
afterAll(async () => {
  expect(await tested.leftovers()).toEqual([]);
  await tested.close();
});

describe('encodings', () => {
  const text = 'name,city\nJosé,Zürich\nŁukasz,Kraków\n';
  test.each([
    ['utf-8', Buffer.from(text)],
    ['utf-8', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)])],
    ['utf-16le', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])],
    ['utf-16be', Buffer.concat([Buffer.from([0xfe, 0xff]), iconv.encode(text, 'utf-16be')])],
    ['utf-32le', iconv.encode(text, 'utf-32le', { addBOM: true })],
  ])('%s is read as text', async (encoding, content) => {
    const read = await tested.ingest('people.csv', content);
    expect(read.profile.encoding).toBe(encoding);
    expect(await tested.allRows(read)).toEqual([
      ['José', 'Zürich'],
      ['Łukasz', 'Kraków'],
    ]);
    expect(read.profile.columns.map(({ name }) => name)).toEqual(['name', 'city']);
  });

  test('Windows-1252 is recognised by not being UTF-8', async () => {
    const read = await tested.ingest(
      'people.csv',
      iconv.encode('name;price\nJosé;“1,5”\nMüller;€ 2\n', 'windows-1252'),
    );
    expect(read.profile.encoding).toBe('windows-1252');
    expect(await tested.allRows(read)).toEqual([
      ['José', '“1,5”'],
      ['Müller', '€ 2'],
    ]);
  });

  test('a byte that is not UTF-8 late in a large file is found', async () => {
    const lines = Array.from({ length: 200_000 }, (_, index) => `${index},plain text here and more of it`);
    const content = Buffer.concat([
      Buffer.from(`id,text\n${lines.join('\n')}\n`),
      Buffer.from('x,caf\xe9\n', 'latin1'),
    ]);
    const read = await tested.ingest('large.csv', content);
    expect(read.profile.encoding).toBe('windows-1252');
    const page = await tested.ingestion.rows(read, { offset: 200_000, limit: 10 }, { signal: tested.signal });
    expect(page.rows).toEqual([['x', 'café']]);
    expect(read.problems[0]).toMatchObject({ line: 200_002 });
  });
});

describe('layout', () => {
  test.each([
    [',', 'csv'],
    [';', 'csv'],
    ['\t', 'tsv'],
    ['|', 'csv'],
  ])('the delimiter %j', async (delimiter, format) => {
    const lines = [
      ['a', 'b'],
      ['1', `"x${delimiter}y"`],
      ['2', '"q""q"'],
    ].map((fields) => fields.join(delimiter));
    const read = await tested.ingest('data.txt', lines.join('\n'));
    expect(read.profile).toMatchObject({ format, delimiter, rowCount: 2, hasHeader: true });
    expect(await tested.allRows(read)).toEqual([
      [1, `x${delimiter}y`],
      [2, 'q"q'],
    ]);
  });

  test.each(['\n', '\r\n', '\r'])('lines that end in %j', async (end) => {
    const read = await tested.ingest('data.csv', ['a,b', '1,x', '2,"two', 'lines"', '3,z', ''].join(end));
    const [first, second, third] = await tested.allRows(read);
    expect([first, third]).toEqual([
      [1, 'x'],
      [3, 'z'],
    ]);
    expect(second).toEqual([2, `two${end}lines`]);
  });

  test('decimal commas where semicolons part the fields', async () => {
    const read = await tested.ingest('preise.csv', 'Artikel;Preis\nBrot;3,50\nMilch;1,2\nEi;-0,35\n');
    expect(read.profile.decimal).toBe(',');
    expect(columnOf(read, 'Preis')).toMatchObject({ type: 'number', min: -0.35, max: 3.5 });
  });
});

describe('header', () => {
  test('names are made unique the way pandas does it', async () => {
    const read = await tested.ingest('data.csv', 'a,a,,a\n1,2,3,4\n');
    expect(read.profile.columns.map(({ name }) => name)).toEqual(['a', 'a.1', 'Unnamed: 2', 'a.2']);
    expect(read.problems.map(({ message }) => message).join()).toContain('"a" occurs more than once');
  });

  test.each([
    ['1,2\n3,4\n', false],
    ['Alice,30\nBob,25\n', false],
    ['name,age\nBob,25\n', true],
    ['country,1990,1991\nPeru,1,2\nChad,3,4\n', true],
    ['name,city\nAnn,Rome\n', true],
  ])('%j has a header: %j', async (content, hasHeader) => {
    expect((await tested.ingest('data.csv', content)).profile.hasHeader).toBe(hasHeader);
  });

  test('a title above the table is skipped, and told', async () => {
    const read = await tested.ingest('report.csv', 'Sales report 2020\n\nregion,amount\nnorth,1\nsouth,2\n');
    expect(read.profile).toMatchObject({ skipRows: 2, rowCount: 2 });
    expect(read.problems).toHaveLength(1);
  });

  test('a header without rows has columns and no rows', async () => {
    const read = await tested.ingest('data.csv', 'a,b,c\n');
    expect(read.profile).toMatchObject({ rowCount: 0, hasHeader: true });
    expect(read.profile.columns.map(({ type }) => type)).toEqual(['empty', 'empty', 'empty']);
    expect(await tested.allRows(read)).toEqual([]);
  });

  test('thousands of columns are read up to a bound', async () => {
    const names = Array.from({ length: 5000 }, (_, index) => `n${index}`);
    const read = await tested.ingest('wide.csv', `${names.join(',')}\n${names.map(() => '1').join(',')}\n`);
    expect(read.profile.columns).toHaveLength(512);
    expect(read.problems[0]?.message).toContain('5000 columns');
  }, 120_000);
});

describe('faults are told by line and the rest is read', () => {
  test('too few and too many fields', async () => {
    const read = await tested.ingest('data.csv', 'a,b,c\n1,"x\ny",3\n4\n5,6,7,8\n9,10,11,\n');
    expect(read.problems).toEqual([
      { line: 4, message: expect.stringContaining('1 field instead of 3') },
      { line: 5, message: expect.stringContaining('"8"') },
    ]);
    expect(await tested.allRows(read)).toEqual([
      [1, 'x\ny', 3],
      [4, null, null],
      [5, '6', 7],
      [9, '10', 11],
    ]);
  });

  test('a quote that never closes costs its line alone', async () => {
    const read = await tested.ingest('data.csv', 'a,b\n1,x\n2,"open\n3,y\n4,z\n');
    expect(read.problems[0]).toMatchObject({ line: 3 });
    expect(await tested.allRows(read)).toEqual([
      [1, 'x'],
      [2, '"open'],
      [3, 'y'],
      [4, 'z'],
    ]);
  });

  test('no more than 100 problems are listed', async () => {
    const read = await tested.ingest('data.csv', `a,b\n${'1\n'.repeat(1000)}`);
    expect(read.problems).toHaveLength(101);
    expect(read.problems.at(-1)?.message).toContain('900 more');
  });

  test('control characters and NULs survive or are replaced', async () => {
    const padding = 'plain\n'.repeat(20_000);
    const read = await tested.ingest('data.csv', `a\n${padding}x\u001dn\u001fy\nz\0z\n`);
    const rows = (await tested.allRows(read)).slice(-2);
    expect(rows).toEqual([['x\u001dn\u001fy'], ['z\ufffdz']]);
  });
});

describe('what papaparse writes is read back', () => {
  let seed = 12345;
  const random = (below: number) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * below);
  };
  const pieces = [
    'a',
    'é',
    '"',
    '""',
    ',',
    ';',
    '\n',
    '\r\n',
    '\t',
    ' ',
    "'",
    '|',
    '😀',
    'NA',
    '0',
    '\u001d',
    '\\',
  ];

  test.each(Array.from({ length: 25 }, (_, run) => run))('random table %i', async () => {
    const width = 2 + random(5);
    const cell = () => Array.from({ length: random(5) }, () => pieces[random(pieces.length)]).join('');
    const header = Array.from({ length: width }, (_, column) => `column ${String.fromCharCode(97 + column)}`);
    // A first column that is never blank: a line of nothing is skipped.
    const rows = Array.from({ length: 30 }, () =>
      header.map((_, column) => (column === 0 ? `x${cell()}` : cell())),
    );
    const delimiter = [',', ';', '\t', '|'][random(4)];
    const newline = ['\n', '\r\n'][random(2)];
    const content = Papa.unparse([header, ...rows], { delimiter, newline, quotes: random(2) === 0 });
    const read = await tested.ingest('random.csv', content);
    const expected = rows.map((row) => row.map((value) => (value === '' ? null : value)));
    const asText = (await tested.allRows(read)).map((row) =>
      row.map((value) => (value === null ? null : String(value))),
    );
    const texts = read.profile.columns.map(({ type }) => type === 'text');
    const pick = (table: unknown[][]) => table.map((row) => row.filter((_, column) => texts[column]));
    expect(pick(asText)).toEqual(pick(expected));
    expect(texts[0]).toBe(true);
    expect(read.profile.columns.map(({ name }) => name)).toEqual(header);
  });
});

test('a text that turns into binary data after its first pages is refused, and where it does is told', async () => {
  const content = Buffer.concat([Buffer.from(`a,b\n${'1,2\n'.repeat(50_000)}`), Buffer.alloc(100)]);
  await expect(tested.ingest('tail.csv', content)).rejects.toMatchObject({
    code: 'document.unreadable',
    message: expect.stringContaining('binary data from byte 200,004 on'),
  });
});
