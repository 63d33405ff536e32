import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { unzipSync, type Zippable, zipSync } from 'fflate';
import * as XLSX from 'xlsx';
import { columnOf, createTestIngestion, type TestIngestion } from '../test-ingestion.ts';

let tested: TestIngestion;
beforeAll(async () => {
  tested = await createTestIngestion();
});
afterAll(async () => {
  expect(await tested.leftovers()).toEqual([]);
  await tested.close();
});

function workbook(sheets: Record<string, unknown[][]>): Buffer {
  const book = XLSX.utils.book_new();
  for (const [name, rows] of Object.entries(sheets)) {
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows, { cellDates: true, UTC: true }), name);
  }
  return XLSX.write(book, { type: 'buffer', bookType: 'xlsx' });
}

test('types, dates and sheet names', async () => {
  const rows = [
    ['id', 'price', 'day', 'note', 'ok'],
    ['01001', 1.5, new Date(Date.UTC(2020, 0, 31)), 'a', true],
    ['01002', 'N/A', new Date(Date.UTC(2020, 11, 1)), null, false],
    ['01003', 3, null, 'multi\nline', true],
  ];
  const read = await tested.ingest('book.xlsx', workbook({ 'Größe & Co': rows, Other: [['x'], [1]] }));
  expect(read.profile).toMatchObject({
    format: 'xlsx',
    sheet: 'Größe & Co',
    sheets: ['Größe & Co', 'Other'],
    rowCount: 3,
  });
  expect(read.profile.columns.map(({ type }) => type)).toEqual(['text', 'number', 'date', 'text', 'boolean']);
  expect(columnOf(read, 'day')).toMatchObject({ min: '2020-01-31', max: '2020-12-01', nullCount: 1 });
  expect(await tested.allRows(read)).toEqual([
    ['01001', 1.5, '2020-01-31', 'a', true],
    ['01002', null, '2020-12-01', null, false],
    ['01003', 3, null, 'multi\nline', true],
  ]);
});

test('empty sheets and blank rows before the table are skipped', async () => {
  const read = await tested.ingest(
    'book.xlsx',
    workbook({ Empty: [], Data: [[], ['Report'], [], ['a', 'b'], [1, 'x'], [2, 'y']] }),
  );
  expect(read.profile).toMatchObject({ sheet: 'Data', rowCount: 2, skipRows: 3 });
  expect(await tested.allRows(read)).toEqual([
    [1, 'x'],
    [2, 'y'],
  ]);
});

test('the value of a formula is the one Excel kept', async () => {
  const sheet = XLSX.utils.aoa_to_sheet([
    ['a', 'double'],
    [2, null],
  ]);
  sheet['B2'] = { t: 'n', f: 'A2*2', v: 4 };
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, sheet, 'S');
  const read = await tested.ingest('book.xlsx', XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }));
  expect(await tested.allRows(read)).toEqual([[2, 4]]);
});

describe('hostile workbooks are refused', () => {
  const unreadable = { code: 'document.unreadable' };
  const parts = () => unzipSync(workbook({ S: [['a'], [1]] })) as Zippable;

  test('a bomb by its own claims', async () => {
    const bomb = zipSync({ ...parts(), 'xl/worksheets/sheet9.xml': new Uint8Array(200 * 1024 * 1024) });
    expect(bomb.length).toBeLessThan(1024 * 1024);
    await expect(tested.ingest('bomb.xlsx', bomb)).rejects.toMatchObject(unreadable);
  });

  test('a bomb that lies about its size', async () => {
    const bomb = Buffer.from(
      zipSync({ ...parts(), 'xl/worksheets/sheet9.xml': new Uint8Array(200 * 1024 * 1024) }),
    );
    for (let at = bomb.indexOf('PK\x01\x02'); at >= 0; at = bomb.indexOf('PK\x01\x02', at + 1)) {
      if (bomb.readUInt32LE(at + 24) > 1e6) bomb.writeUInt32LE(1000, at + 24);
    }
    await expect(tested.ingest('bomb.xlsx', bomb)).rejects.toMatchObject(unreadable);
  });

  test('damaged, cut and no workbook at all', async () => {
    const whole = workbook({ S: [['a'], [1]] });
    await expect(tested.ingest('cut.xlsx', whole.subarray(0, whole.length / 2))).rejects.toMatchObject(
      unreadable,
    );
    await expect(tested.ingest('other.xlsx', zipSync({ 'a.txt': new Uint8Array(3) }))).rejects.toMatchObject(
      unreadable,
    );
    const noSheet = parts();
    noSheet['xl/worksheets/sheet1.xml'] = Buffer.from('<not-closed');
    await expect(tested.ingest('bad.xlsx', zipSync(noSheet))).rejects.toMatchObject({
      code: expect.stringMatching(/^document\./),
    });
  });
});
