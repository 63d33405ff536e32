import type { GroupKey } from '../../question.ts';
import { type Item, tagOf } from '../items.ts';
import { canGroup, granularity, yearsSpanned } from '../read/column-scale.ts';

import {
  assume,
  columnOf,
  hasPreposition,
  isWord,
  quoteName,
  type Reading,
  type Superlative,
} from '../read/reading.ts';
import { type Column, timeColumn } from '../table.ts';

export interface Target {
  key: GroupKey;
  isPlural: boolean;
}

/** What a superlative picks: rows (`days`, `films`), groups (`states`, `which month`), or nothing named. */
export function targetKey(
  reading: Reading,
  superlative: Superlative,
  ranked: Column | undefined,
): Target | 'rows' | undefined {
  const { items } = reading;
  const places = candidatePlaces(items, superlative.at);
  for (const at of places) {
    const item = items[at];
    if (!item || item.used || item.isBreak || isShownBeside(items, at, superlative)) continue;
    if (isRows(item)) {
      const isCounted = !ranked && isCountPlace(reading, at, superlative);
      if (isCounted) continue;
      item.used = true;
      return 'rows';
    }
    const bucket = bucketTarget(reading, item, ranked);
    if (bucket) return bucket;
    const column = columnOf(item, canGroup);
    if (
      column &&
      (item.columns[0]?.column === column || (item.columns[0]?.score ?? 0) < 0.9) &&
      column !== ranked
    ) {
      item.used = true;
      if ((item.columns[0]?.score ?? 1) < 0.6)
        assume(reading, `Read “${item.text}” as ${quoteName(column.name)}.`);
      return isRowLabel(reading, column) && ranked
        ? 'rows'
        : {
            key: { column: column.name },
            isPlural:
              (/s$/i.test(item.text) && !/ss$/i.test(item.text) && !isWord(item, 'species', 'series')) ||
              superlative.limit !== undefined,
          };
    }
  }
  return undefined;
}

/** `the 5 highest prices with the company name`: a column to show, not what is ranked. */
function isShownBeside(items: readonly Item[], at: number, superlative: Superlative): boolean {
  const isWith = [items[at - 1], items[at - 2]].some((item) => hasPreposition(item, 'with'));
  return at > superlative.at + 1 && isWith && superlative.limit !== undefined;
}

/** Nearest first: right behind the superlative, then before it. */
function candidatePlaces(items: readonly Item[], at: number): number[] {
  const after = items.map((_, index) => index).filter((index) => index > at);
  const before = items
    .map((_, index) => index)
    .filter((index) => index < at)
    .reverse();
  const which = items
    .map((_, index) => index)
    .filter((index) => index < at && items.slice(0, index).some((item) => tagOf(item, 'which')));
  const opening = items.slice(Math.max(0, at - 2), at);
  const isAfterWith = opening.some(
    (item) => hasPreposition(item, 'with') || tagOf(item, 'have') !== undefined,
  );
  return isAfterWith ? [...which, ...before, ...after] : [...which, ...after, ...before];
}

/** `which airline has the most strikes`: the rows there are what is counted, not what is ranked. */
function isCountPlace(reading: Reading, at: number, superlative: Superlative): boolean {
  if (at < superlative.at) return false;
  return reading.items.some(
    (item, index) =>
      index !== at &&
      !item.used &&
      !item.isRowNoun &&
      (columnOf(item, canGroup) !== undefined || (tagOf(item, 'bucket') && !isRows(item))),
  );
}

function isRows(item: Item): boolean {
  if (tagOf(item, 'row') && item.columns.length === 0) return true;
  if (!item.isRowNoun) return false;
  if (columnOf(item, canGroup) && (item.columns[0]?.score ?? 0) >= 0.9 && !tagOf(item, 'bucket'))
    return false;
  return true;
}

/** A text column whose values name single rows (a title): ranking it is ranking rows. */
function isRowLabel(reading: Reading, column: Column): boolean {
  const known = reading.table.rowCount - column.profile.nullCount;
  return column.role === 'category' && known > 0 && column.profile.distinctCount >= known * 0.9;
}

function bucketTarget(reading: Reading, item: Item, ranked: Column | undefined): Target | 'rows' | undefined {
  const tag = tagOf(item, 'bucket');
  const column = timeColumn(reading.table);
  const own = item.columns[0];
  if (!tag || !column || (own && own.score >= 0.97 && own.column.role === 'category')) return undefined;
  item.used = true;
  const isOwnStep = tag.unit === 'day' || (tag.unit === granularity(column) && !reading.overall);
  if (isOwnStep && !tag.fixed && ranked && column.role === 'date') return 'rows';
  const isPlural = /s$/i.test(item.text);
  if (column.role === 'year')
    return {
      key: tag.unit === 'decade' ? { column: column.name, bucket: 'decade' } : { column: column.name },
      isPlural,
    };
  const isYears =
    yearsSpanned(column) > 1 &&
    !reading.filters.some(
      (filter) => filter.column === column.name && filter.operator === 'eq' && filter.part === 'year',
    );
  const folds = tag.unit === 'month' || tag.unit === 'quarter';
  if (tag.fixed && /of (each|every)/i.test(item.text)) {
    reading.faults.push(
      'The best period within each other period cannot be picked; ask for the values by month and year instead.',
    );
  }
  if (tag.fixed) return { key: { column: column.name, bucket: tag.fixed }, isPlural };
  if (folds && isYears && granularity(column) !== 'year') {
    assume(
      reading,
      `Read “${item.text}” as the calendar ${tag.unit} over all years; say “${tag.unit} and year” to compare single ${tag.unit}s.`,
    );
    return {
      key: { column: column.name, bucket: tag.unit === 'month' ? 'month-of-year' : 'quarter-of-year' },
      isPlural,
    };
  }
  return { key: { column: column.name, bucket: tag.unit }, isPlural };
}
