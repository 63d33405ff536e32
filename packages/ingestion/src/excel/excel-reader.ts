import { readFileSync } from 'node:fs';
import type { DocumentProblem } from '@sandsmith/contracts/domain/document';
import { isSandsmithError } from '@sandsmith/foundation/errors';
import { streamXlsxRows } from 'hucre/xlsx';
import { maxColumns } from '../csv/csv-reader.ts';
import { columnNames, hasHeaderRow, numberedNames } from '../csv/header.ts';
import { documentEmpty, documentUnreadable } from '../document-faults.ts';
import { isNullWord, type KindCounts, mixedMessage, sourceOf, type ValueKind } from '../json/json-table.ts';
import type { Reader, StagedColumn, StagedTable } from '../reader.ts';
import { createStagedWriter, RowTooLargeError, type StagedWriter } from '../staging/staged-writer.ts';
import { cellText } from './cell-text.ts';
import { sheetNames } from './workbook-sheets.ts';
import { damaged, readZipDirectory, verifyMembers, workbookLimits } from './zip-directory.ts';

type SheetCell = string | number | boolean | Date | null | undefined;
interface SheetRow {
  index: number;
  values: readonly SheetCell[];
}

const headRows = 100;

export const excelReader: Reader = {
  formats: ['xlsx'],
  async stage({ name, path, stagedPath }, onProgress) {
    const entries = await readZipDirectory(name, path, workbookLimits);
    await verifyMembers(name, path, entries);
    const sheets = await sheetNames(name, path, entries);
    const bytes = readFileSync(path);
    try {
      const sheet = await firstSheetWithData(bytes, sheets);
      if (sheet === undefined) throw documentEmpty(name, 'holds no sheet with data');
      const writer = createStagedWriter(stagedPath);
      try {
        const table = createSheetTable(writer);
        for await (const row of streamXlsxRows(bytes, { sheet })) {
          table.take(row);
          if (row.index % 1000 === 0) onProgress(0);
        }
        onProgress(bytes.length);
        return table.finish({ sheet: sheets[sheet], sheets });
      } finally {
        writer.close();
      }
    } catch (error) {
      throw translated(name, error);
    }
  },
};

function translated(name: string, error: unknown): unknown {
  if (isSandsmithError(error)) return error;
  if (error instanceof RowTooLargeError) {
    const why = `Row ${error.position} of the sheet is larger than 4 MB. Shorten its texts and upload the workbook again.`;
    return documentUnreadable(name, why, { line: error.position }, error);
  }
  return damaged(name, error);
}

async function firstSheetWithData(bytes: Uint8Array, sheets: string[]): Promise<number | undefined> {
  for (const index of sheets.keys()) {
    for await (const { values } of streamXlsxRows(bytes, { sheet: index })) {
      if (values.some((value) => value !== null && value !== '')) return index;
    }
  }
  return undefined;
}

interface SheetTable {
  take(row: SheetRow): void;
  finish(sheet: { sheet: string | undefined; sheets: string[] }): StagedTable;
}

/** Finds the header in the first rows, then writes row by row. */
function createSheetTable(writer: StagedWriter): SheetTable {
  let head: SheetRow[] | undefined = [];
  let layout: { names: string[]; hasHeader: boolean; skipRows: number } | undefined;
  let rowCount = 0;
  let width = 0;
  const kinds: KindCounts[] = [];

  const write = ({ index, values }: SheetRow) => {
    if (values.every((value) => value === null || value === undefined || value === '')) return;
    width = Math.max(width, Math.min(values.length, maxColumns));
    const cells = values.slice(0, maxColumns).map((value, column) => {
      const text = cellText(value);
      if (text === null) return null;
      kinds[column] ??= { firstAt: new Map() };
      const { firstAt } = kinds[column];
      const kind = kindOf(value, text);
      if (!firstAt.has(kind)) firstAt.set(kind, index + 1);
      return text;
    });
    writer.writeRow(rowCount, index + 1, cells);
    rowCount += 1;
  };
  const settle = (rows: SheetRow[]) => {
    head = undefined;
    layout = layoutOf(rows);
    const first = rows.findIndex(({ index }) => index >= (layout?.skipRows ?? 0));
    for (const row of rows.slice(Math.max(0, first) + (layout.hasHeader ? 1 : 0))) write(row);
  };
  return {
    take(row) {
      if (!head) return write(row);
      const isBlank = row.values.every((value) => value === null || value === '');
      if (!isBlank && head.push(row) === headRows) settle(head);
    },
    finish(sheet) {
      if (head) settle(head);
      const { names, hasHeader, skipRows } = layout ?? { names: [], hasHeader: false, skipRows: 0 };
      width = Math.max(width, Math.min(names.length, maxColumns));
      const named = hasHeader ? columnNames(names, width) : numberedNames(width);
      const columns = named.map(
        (name, column): StagedColumn => ({
          name,
          isEscaped: writer.isEscaped(column),
          ...sourceOf(kinds[column] ?? { firstAt: new Map() }, 'row'),
        }),
      );
      const problems = remarks({ hasHeader, columns, sheet });
      const details = { hasHeader, ...(skipRows > 0 ? { skipRows } : {}), ...sheet };
      return { columns, rowCount, problems, positionWord: 'row', details };
    },
  };
}

/** The table starts at the first row that has as many cells as most; what stands above is a title. */
function layoutOf(rows: SheetRow[]) {
  const filled = ({ values }: SheetRow) => values.filter((value) => value !== null && value !== '').length;
  const usual = [...rows.map(filled)].sort((a, b) => a - b)[Math.floor(rows.length / 2)] ?? 0;
  const found = rows.findIndex((row) => (usual > 1 ? filled(row) > 1 : filled(row) > 0));
  const start = Math.max(0, found);
  const texts = rows.slice(start).map(({ values }) => values.map((value) => cellText(value) ?? ''));
  const first = rows[start];
  const namesAreText = first?.values.every((value) => value === null || typeof value === 'string') ?? false;
  const hasHeader = texts.length > 0 && (hasHeaderRow(texts) || (namesAreText && texts.length === 1));
  return { names: texts[0] ?? [], hasHeader, skipRows: first?.index ?? 0 };
}

function kindOf(value: SheetCell, text: string): ValueKind {
  if (value instanceof Date) return 'temporal';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  return isNullWord(text) || text.startsWith('#') ? 'null-word' : 'string';
}

interface SheetFacts {
  hasHeader: boolean;
  columns: StagedColumn[];
  sheet: { sheet: string | undefined; sheets: string[] };
}

function remarks({ hasHeader, columns, sheet }: SheetFacts): DocumentProblem[] {
  const problems: DocumentProblem[] = [];
  if (!hasHeader) {
    problems.push({
      message: 'The first row holds values and no names, so the columns are named column1, column2, …',
    });
  }
  for (const { name, oddity } of columns) if (oddity) problems.push({ message: mixedMessage(name, oddity) });
  if (sheet.sheet !== sheet.sheets[0]) {
    problems.push({
      message: `The sheets before ${JSON.stringify(sheet.sheet)} hold no data and were skipped.`,
    });
  }
  return problems;
}
