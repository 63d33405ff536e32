import type { ProgramContext } from '../program-context.ts';
import { type Code, flat, values } from '../python/layout.ts';
import type { TableColumn } from '../table-column.ts';

/** ` + left_out(rows, [...])` where columns that count have gaps, else nothing. */
export function leftOutNote(rows: string, columns: readonly TableColumn[], context: ProgramContext): Code {
  const gaps = [...new Set(columns.filter((column) => column.hasNulls).map((column) => column.name))];
  if (gaps.length === 0) return '';
  context.use('left_out');
  return ` + left_out(${rows}, ${flat(values(...gaps))})`;
}
