import type { PlainRow } from './open-views.ts';

/** One table that a program wrote: cells as text, header left out. */
export interface WrittenTable {
  path: string;
  rows: string[][];
}

function isSameCell(expected: string | number | null, actual: string): boolean {
  if (expected === null) return actual === '';
  if (typeof expected === 'string') return actual === expected || actual === `${expected} 00:00:00`;
  if (actual.trim() === '' || Number.isNaN(Number(actual))) return false;
  return Math.abs(Number(actual) - expected) <= 1e-9 * Math.max(1, Math.abs(expected));
}

/** True where every expected cell is some cell of the row, each used once. */
function isSameRow(expected: PlainRow, actual: string[]): boolean {
  const left = [...actual];
  return expected.every((cell) => {
    const index = left.findIndex((candidate) => isSameCell(cell, candidate));
    if (index < 0) return false;
    left.splice(index, 1);
    return true;
  });
}

/** Why a table does not hold the expected rows, or undefined where it does. */
function faultOf(
  table: WrittenTable,
  expected: PlainRow[],
  { ordered, contains }: { ordered?: boolean; contains?: boolean },
): string | undefined {
  if (!contains && table.rows.length !== expected.length)
    return `${table.rows.length} rows instead of ${expected.length}`;
  const free = table.rows.map((row, index) => ({ row, index }));
  let last = -1;
  for (const row of expected) {
    const place = free.findIndex((candidate) => isSameRow(row, candidate.row));
    const found = free[place];
    if (!found) return `no row holds ${JSON.stringify(row)}`;
    if (ordered && found.index < last) return `${JSON.stringify(row)} stands too early`;
    last = found.index;
    free.splice(place, 1);
  }
  return undefined;
}

/** Fails, with what each table lacks, unless one of them holds the expected rows. */
export function expectSomeTable(
  tables: WrittenTable[],
  expected: PlainRow[],
  options: { ordered?: boolean; contains?: boolean; what: string },
): void {
  if (expected.length === 0) throw new Error(`${options.what}: the independent calculation gives no row`);
  const faults: string[] = [];
  for (const table of tables) {
    const fault = faultOf(table, expected, options);
    if (!fault) return;
    faults.push(`${table.path}: ${fault}; first rows ${JSON.stringify(table.rows.slice(0, 2))}`);
  }
  throw new Error(
    `${options.what}: no table holds the ${expected.length} expected rows such as ${JSON.stringify(expected[0])}\n${faults.join('\n')}`,
  );
}
