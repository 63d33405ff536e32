import type { Cell, ColumnType } from '@sandsmith/contracts/domain/document';

const maxTextLength = 500;

/** SQL that makes a typed column fit for JSON: dates become ISO 8601 texts, everything else stays. */
export function cellExpression(column: string, type: ColumnType): string {
  if (type === 'date' || type === 'time') return `CAST(${column} AS VARCHAR)`;
  if (type === 'datetime') return `replace(replace(CAST(${column} AS VARCHAR), ' ', 'T'), '+00', 'Z')`;
  // Beyond 64 bits a whole number travels as text; see `jsonCell`.
  if (type === 'integer') return `CAST(${column} AS VARCHAR)`;
  return column;
}

/** A value out of DuckDB as JSON; whole numbers beyond 2^53 are texts, because JSON readers would round them. */
export function jsonCell(value: unknown, type: ColumnType): Cell {
  if (value === null || value === undefined) return null;
  if (type === 'integer') {
    const count = Number(value);
    return Number.isSafeInteger(count) ? count : String(value);
  }
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return String(value);
}

/** For the profile: long texts are cut, so that it stays a summary. */
export function profileCell(value: unknown, type: ColumnType): Cell {
  const cell = jsonCell(value, type);
  if (typeof cell !== 'string' || cell.length <= maxTextLength) return cell;
  return `${cell.slice(0, maxTextLength)}…`;
}
