import type { ConvertQuestion, FileFormat } from '../../question.ts';
import { type Item, tagOf } from '../items.ts';
import { readComparisons } from '../read/comparisons.ts';
import { readPeriodFilters } from '../read/periods-filter.ts';
import { columnOf, hasPreposition, isWord, type Reading } from '../read/reading.ts';
import { readTextFilters } from '../read/text-filters.ts';
import { readValueFilters } from '../read/value-filters.ts';
import { questionBase } from './question-base.ts';

export interface WholeReading<Question> {
  question: Question;
  reading: Reading;
}

/** Reads "convert to Excel", "export the rainy days as JSON": the rows in another format. */
export function readConvert(reading: Reading): WholeReading<ConvertQuestion> | undefined {
  const { items } = reading;
  const to = targetFormat(items);
  if (!to || asksMore(items)) return undefined;
  for (const item of items) {
    if (
      tagOf(item, 'format') ||
      tagOf(item, 'intent')?.intent === 'convert' ||
      tagOf(item, 'row') ||
      item.isRowNoun ||
      tagOf(item, 'table-only')
    ) {
      if (item.columns.length === 0 || tagOf(item, 'format')) item.used = true;
    }
  }
  readPeriodFilters(reading);
  readComparisons(reading);
  readValueFilters(reading);
  readTextFilters(reading);
  const columns: string[] = [];
  for (const item of items) {
    const column = columnOf(item);
    if (item.used || !column || item.isFileName || (item.columns[0]?.score ?? 0) < 0.6) continue;
    item.used = true;
    if (!columns.includes(column.name)) columns.push(column.name);
  }
  const title = `${reading.table.stems.join(' and ')} as ${formatNames[to]}`;
  return {
    question: {
      kind: 'convert',
      ...questionBase(reading, title),
      to,
      ...(columns.length > 0 ? { columns } : {}),
    },
    reading,
  };
}

const formatNames: Record<FileFormat, string> = {
  csv: 'CSV',
  tsv: 'TSV',
  json: 'JSON',
  ndjson: 'NDJSON',
  xlsx: 'Excel',
};

/** The format after `to`, `as`, `into`, `in`; in `from CSV to JSON` the second. */
export function targetFormat(items: readonly Item[]): FileFormat | undefined {
  const places = items
    .map((_item, at) => at)
    .filter((at) => tagOf(items[at], 'format') && !items[at]?.isFileName);
  const after = places.filter(
    (at) => [1, 2, 3].some((back) => isOpening(items[at - back])) || places.length === 1,
  );
  const isConverting =
    items.some((item) => tagOf(item, 'intent')?.intent === 'convert') ||
    places.some((at) => isMade(items, at)) ||
    places.some((at) => [1, 2].some((back) => isWord(items[at - back], 'as', 'to', 'into')));
  const chosen = after.at(-1);
  return isConverting && chosen !== undefined ? tagOf(items[chosen], 'format')?.to : undefined;
}

/** `make an Excel file`, `give me a CSV`: a file is wanted, not talked of. */
function isMade(items: readonly Item[], at: number): boolean {
  const before = items.slice(Math.max(0, at - 4), at);
  return (
    before.some((item) => isWord(item, 'make', 'create', 'generate', 'build', 'give')) &&
    !before.some((item) => hasPreposition(item, 'from', 'of', 'with'))
  );
}

function isOpening(item: Item | undefined): boolean {
  return hasPreposition(item, 'to', 'into', 'in') || isWord(item, 'as', 'to', 'into', 'as a', 'in', 'an');
}

/** An aggregate or ranking saved as a file is that question; its table is written as CSV anyway. */
function asksMore(items: readonly Item[]): boolean {
  return items.some((item, at) => {
    const intent = tagOf(item, 'intent')?.intent;
    const isKind =
      intent === 'trend' || intent === 'correlation' || intent === 'distribution' || intent === 'rolling';
    const isCount = tagOf(item, 'count') && !isWord(items[at - 1], 'the');
    return (
      tagOf(item, 'aggregate') || (tagOf(item, 'superlative') && !isWord(item, 'first')) || isCount || isKind
    );
  });
}
