import type { AnalysisQuestion, SelectQuestion } from '../../question.ts';
import { tagOf } from '../items.ts';
import { assume, columnOf, isWord, type Reading } from '../read/reading.ts';
import { takeLeadingLimit } from '../read/superlatives.ts';
import { enumerate } from '../titles.ts';
import { questionBase } from './question-base.ts';

/** Reads "rows where …", "list the films by …": the rows that pass, some columns, some order. */
export function readSelect(reading: Reading): AnalysisQuestion | undefined {
  const sort = readSort(reading);
  const limit = takeLeadingLimit(reading.items, reading.items.length);
  const columns = readColumns(reading);
  if (columns.length > 0) {
    for (const filter of reading.filters)
      if (filter.operator !== 'eq' && !columns.includes(filter.column)) columns.push(filter.column);
    if (sort && !columns.includes(sort.column)) columns.push(sort.column);
  }
  const rows = reading.items.filter((item) => !item.used && (item.isRowNoun || tagOf(item, 'row')));
  for (const item of rows) item.used = true;
  const isAsked =
    rows.length > 0 ||
    reading.filters.length > 0 ||
    columns.length > 0 ||
    sort !== undefined ||
    limit !== undefined;
  if (!isAsked) return undefined;
  if (columns.length === 1 && reading.filters.length === 0 && rows.length === 0 && !sort)
    return distinctValues(reading, columns[0] ?? '');
  const title = columns.length > 0 ? `${enumerate(columns)} of rows` : 'Rows';
  const question: SelectQuestion = {
    kind: 'select',
    ...questionBase(reading, reading.filters.length > 0 || columns.length > 0 ? title : 'All rows'),
    ...(columns.length > 0 ? { columns } : {}),
    ...(sort ? { sort: [sort] } : {}),
    ...(limit ? { limit } : {}),
  };
  return question;
}

/** `list the genres`: each value with how often it occurs. */
function distinctValues(reading: Reading, column: string): AnalysisQuestion {
  assume(reading, `Listed the different values of “${column}” with how many rows have each.`);
  return {
    kind: 'aggregate',
    ...questionBase(reading, `Values of ${column}`),
    measures: [{ aggregate: 'count', column: null }],
    by: [{ column }],
    ...(reading.chart ? { chart: reading.chart } : {}),
  };
}

function readSort(reading: Reading): { column: string; direction: 'ascending' | 'descending' } | undefined {
  const { items } = reading;
  const at = items.findIndex((item) => !item.used && tagOf(item, 'sort'));
  if (at < 0) return undefined;
  const place = items.findIndex((item, index) => index > at && !item.used && item.columns.length > 0);
  const column = columnOf(items[place]);
  if (!column) return undefined;
  const direction =
    items.map((item) => tagOf(item, 'direction')?.direction).find(Boolean) ??
    (/^rank/i.test(items[at]?.text ?? '') ? 'descending' : 'ascending');
  for (const item of items) if (tagOf(item, 'direction') || tagOf(item, 'sort')) item.used = true;
  const item = items[place];
  if (item) item.used = true;
  return { column: column.name, direction };
}

/** `the title and director of films …`: the columns named apart from the conditions. */
function readColumns(reading: Reading): string[] {
  const columns: string[] = [];
  for (const [at, item] of reading.items.entries()) {
    const match = item.columns[0];
    if (item.used || !match || match.score < 0.6 || (item.isRowNoun && match.score < 0.97) || item.isFileName)
      continue;
    const isDate = match.column.role === 'date' && /^dates?$/i.test(item.text);
    if ((tagOf(item, 'bucket') && !isDate) || isWord(reading.items[at - 1], 'than')) continue;
    item.used = true;
    if (!columns.includes(match.column.name)) columns.push(match.column.name);
  }
  return columns;
}
