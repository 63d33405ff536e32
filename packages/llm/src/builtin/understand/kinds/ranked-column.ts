import { type Item, impliedTag, tagOf } from '../items.ts';
import { columnAhead, measured } from '../read/column-choice.ts';
import type { ReadMeasures } from '../read/measures.ts';
import { columnOf, hasPreposition, type Reading, type Superlative } from '../read/reading.ts';
import { type Column, isMeasure, isNumeric, timeColumn } from '../table.ts';

/** The column the superlative speaks of: after `by`, right behind it, or left without an aggregate. */
export function rankedColumn(
  reading: Reading,
  superlative: Superlative,
  read: ReadMeasures,
): Column | undefined {
  const { items } = reading;
  const own = items[superlative.at];
  if (own && impliedTag(own, 'superlative') && own.columns.length > 0) {
    own.used = true;
    return measured(reading, own)[0];
  }
  for (let at = superlative.at + 1; at < items.length; at += 1) {
    const item = items[at];
    const second = tagOf(item, 'superlative') ? columnAhead(items, at + 1, isMeasure) : -1;
    const behind = items[second];
    if (behind && columnOf(behind, isMeasure)) {
      behind.used = true;
      return measured(reading, behind)[0];
    }
    if (
      !item ||
      item.used ||
      !(tagOf(item, 'by') || tagOf(item, 'sort') || hasPreposition(item, 'with', 'in', 'of'))
    )
      continue;
    const place = columnAhead(items, at + 1, isNumeric);
    const column = columnOf(items[place], isMeasure);
    if (column && tagOf(item, 'by')) return takeColumn(reading, item, items[place], column);
  }
  const ahead = columnAhead(items, superlative.at + 1, isMeasure);
  const item = items[ahead];
  if (item && !isRowWord(item)) {
    const [column] = measured(reading, item);
    item.used = true;
    return column;
  }
  const date = items.find(
    (other) =>
      !other.used &&
      (superlative.about?.includes('date') ?? false) &&
      columnOf(other, (column) => column.role === 'date'),
  );
  if (date) date.used = true;
  return (
    read.bare[0] ?? columnOf(date, (column) => column.role === 'date') ?? dateRanking(reading, superlative)
  );
}

function isRowWord(item: Item): boolean {
  return Boolean(item.isRowNoun) && (item.columns[0]?.score ?? 0) < 0.9;
}

function takeColumn(reading: Reading, by: Item, item: Item | undefined, column: Column): Column {
  by.used = true;
  if (!item) return column;
  item.used = true;
  return measured(reading, item)[0] ?? column;
}

/** `latest`, `first 10 rows`: ranked by time. */
function dateRanking(reading: Reading, superlative: Superlative): Column | undefined {
  return superlative.about?.includes('date') ? timeColumn(reading.table) : undefined;
}

/** `the shortest flippers`: a column named behind an adjective is meant, not the one it usually speaks of. */
export function namedBehind(reading: Reading, superlative: Superlative): Column | undefined {
  const item = reading.items[superlative.at + 1];
  const column = columnOf(item, isMeasure);
  if (
    !superlative.about ||
    superlative.about.includes('date') ||
    !item ||
    item.used ||
    item.isRowNoun ||
    !column
  )
    return undefined;
  item.used = true;
  return measured(reading, item)[0];
}
