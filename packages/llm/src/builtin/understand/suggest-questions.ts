import type { DocumentContext } from '../../model-port.ts';
import { daysSpanned } from './read/column-scale.ts';

import { type Column, documentTable, isMeasure, type Table, timeColumn } from './table.ts';

/** Six requests the built-in model understands, made from the attached documents' own columns. */
export function suggestQuestions(documents: readonly DocumentContext[]): string[] {
  const tables = documents
    .filter((document) => document.profile.columns.length > 0)
    .slice(0, 3)
    .map(documentTable);
  const perTable = tables.map((table) => suggestionsFor(table, tables.length > 1));
  const mixed: string[] = [];
  for (let at = 0; at < 10; at += 1)
    for (const list of perTable)
      if (list[at] !== undefined && !mixed.includes(list[at] ?? '')) mixed.push(list[at] ?? '');
  return mixed.slice(0, 6);
}

function suggestionsFor(table: Table, isOneOfMany: boolean): string[] {
  const measures = table.columns.filter(isMeasure).filter(isSayable);
  const category = table.columns
    .filter((column) => column.role === 'category' && isSayable(column))
    .filter((column) => column.profile.distinctCount > 1 && column.profile.distinctCount <= 60)[0];
  const [first, second] = measures;
  const time = timeColumn(table);
  const file = isOneOfMany ? ` in ${table.names[0]}` : '';
  const made: (string | undefined)[] = [
    first && category && `Average ${name(first)} by ${name(category)} as a bar chart${file}`,
    first && time && `Trend of ${name(first)} over time${file}`,
    first && `The 5 rows with the highest ${name(first)}${file}`,
    first && second && `Correlation between ${name(first)} and ${name(second)}${file}`,
    first && `Distribution of ${name(first)}${file}`,
    category && `Number of rows by ${name(category)}${file}`,
    first && time && daysSpanned(time) > 500 && time.role === 'date'
      ? `Average ${name(first)} by year${file}`
      : undefined,
    `Describe the data${file}`,
    `Convert ${isOneOfMany ? table.names[0] : 'the data'} to Excel`,
    'Remove duplicate rows and trim spaces',
    'Make a dashboard of the data',
  ];
  return made.filter((suggestion) => suggestion !== undefined);
}

/** Names that can stand in a sentence as they are. */
function isSayable(column: Column): boolean {
  return /^[\p{L}\p{N}_ ()$%./-]{1,50}$/u.test(column.name) && /\p{L}/u.test(column.name);
}

function name(column: Column): string {
  return column.name;
}
