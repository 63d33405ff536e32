import Papa from 'papaparse';

export interface Table {
  columns: string[];
  rows: string[][];
  /** Per column: every value that is not empty is a number. */
  isNumeric: boolean[];
  /** Rows beyond the limit were left out. */
  isCut: boolean;
}

export interface TableSort {
  column: number;
  direction: 'ascending' | 'descending';
}

const maxRows = 100_000;

function withKinds(columns: string[], rows: string[][], isCut: boolean): Table {
  const isNumeric = columns.map((_, column) => {
    const values = rows
      .slice(0, 500)
      .map((row) => row[column] ?? '')
      .filter((value) => value.trim() !== '');
    return values.length > 0 && values.every(isNumber);
  });
  return { columns, rows, isNumeric, isCut };
}

export function isNumber(value: string): boolean {
  return value.trim() !== '' && Number.isFinite(Number(value));
}

/** A CSV or TSV with a heading line. */
export function parseCsv(text: string): Table {
  const { data } = Papa.parse<string[]>(text, { skipEmptyLines: true, preview: maxRows + 2 });
  const [columns = [], ...rows] = data;
  return withKinds(columns, rows.slice(0, maxRows), rows.length > maxRows);
}

/** A JSON array of objects as a table; undefined where the value has another shape. */
export function parseJsonTable(text: string): Table | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const records = value.filter(
    (entry): entry is Record<string, unknown> =>
      typeof entry === 'object' && entry !== null && !Array.isArray(entry),
  );
  if (records.length !== value.length) return undefined;
  const columns = [...new Set(records.slice(0, 1_000).flatMap((record) => Object.keys(record)))];
  const rows = records.slice(0, maxRows).map((record) => columns.map((column) => cellText(record[column])));
  return withKinds(columns, rows, records.length > maxRows);
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Numbers by value and before words, words by the alphabet with their numbers in order, empty cells last. */
export function compareCells(a: string, b: string): number {
  const isEmptyA = a.trim() === '';
  const isEmptyB = b.trim() === '';
  if (isEmptyA || isEmptyB) return Number(isEmptyA) - Number(isEmptyB);
  const isNumberA = isNumber(a);
  const isNumberB = isNumber(b);
  if (isNumberA && isNumberB) return Number(a) - Number(b);
  if (isNumberA !== isNumberB) return isNumberA ? -1 : 1;
  return collator.compare(a, b);
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Sorted rows; equal ones keep their order, and empty cells stay last in both directions. */
export function sortRows(rows: readonly string[][], sort: TableSort | null): string[][] {
  if (!sort) return [...rows];
  const sign = sort.direction === 'ascending' ? 1 : -1;
  return [...rows].sort((rowA, rowB) => {
    const a = rowA[sort.column] ?? '';
    const b = rowB[sort.column] ?? '';
    const order = compareCells(a, b);
    return a.trim() === '' || b.trim() === '' ? order : order * sign;
  });
}

/** Rows in which every word of the filter stands in some cell. */
export function filterRows(rows: readonly string[][], filter: string): string[][] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...rows];
  return rows.filter((row) => {
    const cells = row.map((cell) => cell.toLowerCase());
    return words.every((word) => cells.some((cell) => cell.includes(word)));
  });
}

/** First click ascending, second descending, third as it came. */
export function nextSort(sort: TableSort | null, column: number): TableSort | null {
  if (sort?.column !== column) return { column, direction: 'ascending' };
  return sort.direction === 'ascending' ? { column, direction: 'descending' } : null;
}

/** Tab-separated, as a spreadsheet takes it from the clipboard. */
export function toClipboard({ columns }: Table, rows: readonly string[][]): string {
  const clean = (cell: string) => cell.replaceAll(/[\t\r\n]+/g, ' ');
  return [columns, ...rows].map((row) => row.map(clean).join('\t')).join('\n');
}

/** Long decimals shortened for reading; the whole value is what is copied. */
export function displayCell(value: string): string {
  if (!isNumber(value) || !/\.\d{5,}/.test(value)) return value;
  return String(Number(Number(value).toFixed(4)));
}
