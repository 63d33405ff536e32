import { maxColumns } from '../csv/csv-reader.ts';
import { quoted } from '../document-faults.ts';
import type { ColumnSource, StagedColumn } from '../reader.ts';
import type { StagedWriter } from '../staging/staged-writer.ts';

export type JsonValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | JsonValue[]
  | { [name: string]: JsonValue };

/** The kinds of values met in a column, and where the first of each stands. */
export interface KindCounts {
  firstAt: Map<ValueKind, number>;
}
export type ValueKind = 'string' | 'null-word' | 'number' | 'boolean' | 'json' | 'temporal';

const nullWords = new Set(['na', 'n/a', '#n/a', 'nan', 'null', 'none', '-', '<na>']);

export function isNullWord(text: string): boolean {
  return nullWords.has(text.trim().toLowerCase());
}

/** Collects columns as they turn up in records of differing shape. */
export interface JsonTable {
  writeRecord(record: { [name: string]: JsonValue }, position: number): void;
  rowCount(): number;
  columns(): StagedColumn[];
  /** Columns that came after the most that are read. */
  leftOutColumns(): number;
}

export function createJsonTable(writer: StagedWriter): JsonTable {
  const indexOf = new Map<string, number>();
  const kinds: KindCounts[] = [];
  const leftOut = new Set<string>();
  let rowCount = 0;
  let cells: (string | null)[] = [];

  const set = (name: string, value: JsonValue, position: number) => {
    let index = indexOf.get(name);
    if (index === undefined) {
      if (indexOf.size >= maxColumns) {
        if (leftOut.size < 100_000) leftOut.add(name);
        return;
      }
      index = indexOf.size;
      indexOf.set(name, index);
      kinds[index] = { firstAt: new Map() };
    }
    if (value === null) return;
    const { firstAt } = kinds[index] as KindCounts;
    const kind = kindOf(value);
    if (!firstAt.has(kind)) firstAt.set(kind, position);
    while (cells.length <= index) cells.push(null);
    cells[index] = cellText(value);
  };
  return {
    writeRecord(record, position) {
      cells = [];
      for (const [name, value] of Object.entries(record)) {
        if (!isRecord(value) || Object.keys(value).length === 0) set(name, value, position);
        else for (const [inner, nested] of Object.entries(value)) set(`${name}.${inner}`, nested, position);
      }
      writer.writeRow(rowCount, position, cells);
      rowCount += 1;
    },
    rowCount: () => rowCount,
    columns: () =>
      [...indexOf].map(([name, index]) => ({
        name,
        isEscaped: writer.isEscaped(index),
        ...sourceOf(kinds[index] as KindCounts, 'record'),
      })),
    leftOutColumns: () => leftOut.size,
  };
}

export function isRecord(value: JsonValue): value is { [name: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: Exclude<JsonValue, null>): ValueKind {
  if (typeof value === 'string') return isNullWord(value) ? 'null-word' : 'string';
  if (typeof value === 'number' || typeof value === 'bigint') return 'number';
  return typeof value === 'boolean' ? 'boolean' : 'json';
}

function cellText(value: Exclude<JsonValue, null>): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return String(value);
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner));
}

const words: Record<ValueKind, string> = {
  string: 'text',
  'null-word': 'text',
  number: 'a number',
  boolean: 'true or false',
  json: 'a list or an object',
  temporal: 'a date',
};

/** One kind makes a typed column; words such as "N/A" do not spoil it; anything else is mixed and read as text. */
export function sourceOf(
  { firstAt }: KindCounts,
  positionWord: string,
): { source: ColumnSource; oddity?: string } {
  const plain = [...firstAt].filter(([kind]) => kind !== 'null-word');
  const [first, second] = plain;
  if (!first) return { source: 'string' };
  if (second) {
    const [kind, position] = second;
    return {
      source: 'mixed',
      oddity: `holds ${words[first[0]]} at first and ${words[kind]} at ${positionWord} ${position}`,
    };
  }
  return { source: first[0] === 'null-word' ? 'string' : first[0] };
}

export function mixedMessage(name: string, oddity: string): string {
  return `The column ${quoted(name)} ${oddity}, so it is read as text.`;
}
