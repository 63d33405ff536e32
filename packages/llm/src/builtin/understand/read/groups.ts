import type { GroupKey, TimeBucket } from '../../question.ts';
import { type Item, tagOf } from '../items.ts';
import type { BucketUnit } from '../lexicon/tag.ts';
import { type Column, isNumeric, timeColumn } from '../table.ts';
import { canGroup, granularity, niceWidth, yearsSpanned } from './column-scale.ts';
import { isEveryRow, isNounOfColumn } from './group-words.ts';
import { assume, columnOf, hasPreposition, isPassable, isWord, quoteName, type Reading } from './reading.ts';

/** Numbers with more different values than this are no natural groups. */
const mostNumericGroups = 60;

export interface Group extends GroupKey {
  /** Where it was read. */
  at: number;
}

/** Reads the keys after `by`, `per`, `for each`, lists included; marks them used. */
export function readGroups(reading: Reading, isSeries = false): Group[] {
  const groups: Group[] = [];
  const { items } = reading;
  items.forEach((item, at) => {
    if (item.used) return;
    const isBetween =
      (tagOf(item, 'between') !== undefined || isWord(item, 'among')) &&
      columnOf(items[nextKeyPlace(items, at + 1)], canGroup) !== undefined;
    if (isEveryRow(items, at)) return;
    const isBy = isBetween || (tagOf(item, 'by') !== undefined && !isRankingBy(reading, at));
    if (isBy || (tagOf(item, 'each') && !item.used)) readListAt(reading, at, groups, isSeries);
  });
  readAdverbs(reading, groups, isSeries);
  return groups;
}

/** `top 10 films by gross`: `by` names what is ranked on when a number follows and no group can. */
function isRankingBy(reading: Reading, at: number): boolean {
  const next = reading.items[nextKeyPlace(reading.items, at + 1)];
  const column = columnOf(next);
  if (!next || tagOf(next, 'bucket') || !column) {
    return Boolean(
      next &&
        (tagOf(next, 'count') || tagOf(next, 'aggregate') || (tagOf(next, 'superlative') && !column)) &&
        isWord(reading.items[at], 'by', 'according to', 'by the'),
    );
  }
  if (next.columns.some((match) => canGroup(match.column) && match.score > 0.7) && !hasRanking(reading, at))
    return false;
  return (
    column.role === 'measure' &&
    hasRanking(reading, at) &&
    !tagOf(reading.items[nextKeyPlace(reading.items, at + 1) + 1], 'bins')
  );
}

function hasRanking(reading: Reading, at: number): boolean {
  return reading.items
    .slice(0, at)
    .some((item) => tagOf(item, 'superlative') !== undefined || tagOf(item, 'sort') !== undefined);
}

function nextKeyPlace(items: readonly Item[], at: number): number {
  let index = at;
  while (
    index < items.length &&
    !items[index]?.used &&
    (tagOf(items[index], 'each') || hasPreposition(items[index], 'of') || isPassable(items[index])) &&
    !columnOf(items[index]) &&
    !tagOf(items[index], 'bucket')
  )
    index += 1;
  return index;
}

function readListAt(reading: Reading, at: number, groups: Group[], isSeries: boolean): void {
  const { items, table } = reading;
  let index = nextKeyPlace(items, at + 1);
  const before = groups.length;
  const faultsBefore = reading.faults.length;
  let end = at;
  for (;;) {
    const key = keyAt(reading, index, isSeries);
    if (!key) break;
    addGroup(groups, { ...key.key, at: index });
    end = key.end;
    for (let place = index; place <= end; place += 1) mark(items[place]);
    while (isNounOfColumn(items[end + 1])) {
      end += 1;
      mark(items[end]);
    }
    const next = nextListPlace(items, end + 1);
    if (next < 0) break;
    index = next;
  }
  if (groups.length > before) {
    for (let place = at; place <= end; place += 1)
      if (!items[place]?.columns.length || groups.some((group) => group.at === place)) mark(items[place]);
    return;
  }
  const unknown = items[index];
  const item = items[at];
  if (
    unknown &&
    !unknown.used &&
    !unknown.isBreak &&
    item &&
    isWord(
      item,
      'by',
      'per',
      'for each',
      'grouped by',
      'of each',
      'in each',
      'by each',
      'across',
      'broken down by',
      'split by',
      'group by',
    )
  ) {
    if (unknown.isRowNoun && !isWord(item, 'across')) reading.overall = 'mean';
    if (unknown.isRowNoun || tagOf(unknown, 'row') || tagOf(unknown, 'chart')) return;
    if (reading.faults.length === faultsBefore)
      reading.faults.push(
        `There is no column for “${unknown.text}” to group by in ${table.names.join(' and ')}.`,
      );
  }
}

function mark(item: Item | undefined): void {
  if (item) item.used = true;
}

function addGroup(groups: Group[], group: Group): void {
  if (!groups.some((other) => other.column === group.column && other.bucket === group.bucket))
    groups.push(group);
}

/** The place of the next key of a list (`species and sex`, `state, airline`), or -1. */
function nextListPlace(items: readonly Item[], at: number): number {
  let index = at;
  while (
    tagOf(items[index], 'and') ||
    tagOf(items[index], 'by') ||
    isWord(items[index], ',', '/', 'then', 'the', 'each') ||
    (tagOf(items[index], 'each') && index > at)
  )
    index += 1;
  if (index === at || index >= items.length) return -1;
  const item = items[index];
  if (
    !item ||
    item.used ||
    tagOf(item, 'aggregate') ||
    tagOf(item, 'superlative') ||
    tagOf(item, 'count') ||
    item.number !== undefined
  )
    return -1;
  const next = items[index + 1];
  const isNewClause =
    tagOf(next, 'preposition') &&
    !hasPreposition(next, 'for', 'in', 'where', 'with', 'of', 'as', 'from', 'on', 'during', 'when', 'at');
  const column = columnOf(item);
  const isFew = column !== undefined && isNumeric(column) && column.profile.distinctCount <= 12;
  const isKey = tagOf(item, 'bucket') || (column && (canGroup(column) || isFew));
  return isKey && !isNewClause ? index : -1;
}

function keyAt(reading: Reading, at: number, isSeries: boolean): { key: GroupKey; end: number } | undefined {
  const { items } = reading;
  const item = items[at];
  if (!item || item.used) return undefined;
  const bucket = tagOf(item, 'bucket');
  const next = items[at + 1];
  const date = columnOf(item, (column) => column.role === 'date');
  const nextBucket = tagOf(next, 'bucket');
  if (date && nextBucket)
    return {
      key: { column: date.name, bucket: chooseBucket(reading, nextBucket, date, isSeries) },
      end: at + 1,
    };
  const own = columnOf(item, (column) => canGroup(column) || column.role === 'year');
  const isStrong = (item.columns[0]?.score ?? 0) >= 0.7;
  if (bucket && !(own && isStrong && own.role !== 'date')) return bucketKey(reading, bucket, at, isSeries);
  if (bucket && own?.role === 'date' && isWord(item, 'date')) return bucketKey(reading, bucket, at, isSeries);
  if (own) return columnKey(reading, item, own, at);
  if (date) {
    const unit = hasPreposition(next, 'in') ? undefined : granularity(date);
    return { key: { column: date.name, bucket: unit ?? 'day' }, end: at };
  }
  const number = columnOf(item, isNumeric);
  if (number) return numericKey(reading, number, at);
  const binned = item.number === undefined ? undefined : binnedKey(reading, at, item.number);
  if (binned) return binned;
  return item.isRowNoun && item.columns.length > 0
    ? { key: { column: item.columns[0]?.column.name ?? '' }, end: at }
    : undefined;
}

function columnKey(reading: Reading, item: Item, column: Column, at: number): { key: GroupKey; end: number } {
  const first = item.columns[0];
  if (first && first.column !== column)
    assume(reading, `Grouped by ${quoteName(column.name)} for “${item.text}”.`);
  else if (first && first.score < 0.7 && item.columns.filter((match) => canGroup(match.column)).length > 1) {
    assume(reading, `Read “${item.text}” as ${quoteName(column.name)}.`);
  }
  return { key: { column: column.name }, end: at };
}

/** `10-minute bins of running time`, `10-year age group`. */
function binnedKey(reading: Reading, at: number, width: number): { key: GroupKey; end: number } | undefined {
  for (let index = at + 1; index <= at + 3; index += 1) {
    const column = columnOf(reading.items[index], isNumeric);
    if (column) return { key: { column: column.name, binWidth: width }, end: index };
  }
  return undefined;
}

function numericKey(reading: Reading, column: Column, at: number): { key: GroupKey; end: number } {
  const after = reading.items[at + 1];
  const isBinned = tagOf(after, 'bins') !== undefined || isWord(after, 'range', 'ranges', 'band', 'bands');
  const width = niceWidth(column);
  if (!isBinned && column.profile.distinctCount <= mostNumericGroups)
    return { key: { column: column.name }, end: at };
  assume(
    reading,
    `Grouped ${quoteName(column.name)} into bins of ${width}; say “in bins of …” for another width.`,
  );
  return { key: { column: column.name, binWidth: width }, end: isBinned ? at + 1 : at };
}

function bucketKey(
  reading: Reading,
  tag: { unit: BucketUnit; fixed?: TimeBucket },
  at: number,
  isSeries: boolean,
): { key: GroupKey; end: number } | undefined {
  const column = timeColumn(reading.table);
  if (!column) {
    reading.faults.push(
      `There is no column of dates in ${reading.table.names.join(' and ')} to group by ${tag.unit}.`,
    );
    return undefined;
  }
  if (column.role === 'year') {
    if (tag.unit !== 'year' && tag.unit !== 'decade') {
      reading.faults.push(
        `${quoteName(column.name)} holds years only, so rows cannot be grouped by ${tag.unit}.`,
      );
      return undefined;
    }
    return {
      key: tag.unit === 'decade' ? { column: column.name, bucket: 'decade' } : { column: column.name },
      end: at,
    };
  }
  if (tag.unit === 'hour' && column.profile.type !== 'datetime') {
    reading.faults.push(
      `${quoteName(column.name)} holds days without a time, so rows cannot be grouped by hour.`,
    );
    return undefined;
  }
  const dates = reading.table.columns.filter((other) => other.role === 'date');
  if (dates.length > 1) assume(reading, `Took time from ${quoteName(column.name)}.`);
  return { key: { column: column.name, bucket: chooseBucket(reading, tag, column, isSeries) }, end: at };
}

/** Over several years, a plain "by month" folds the years together; in a series it does not. */
function chooseBucket(
  reading: Reading,
  tag: { unit: BucketUnit; fixed?: TimeBucket },
  column: Column,
  isSeries: boolean,
): TimeBucket {
  if (tag.fixed) return tag.fixed;
  const folded: Partial<Record<BucketUnit, TimeBucket>> = {
    month: 'month-of-year',
    quarter: 'quarter-of-year',
  };
  if (tag.unit === 'hour') {
    assume(
      reading,
      'Read “by hour” as the hour of the day over all days; ask for “over time by hour” to get every hour apart.',
    );
    return isSeries ? 'hour' : 'hour-of-day';
  }
  const fold = folded[tag.unit];
  if (!fold) return tag.unit;
  const years = yearsSpanned(column);
  const isOneYear = years <= 1 || filtersOneYear(reading, column);
  if (isSeries || isOneYear) {
    if (years > 1 && isSeries)
      assume(
        reading,
        `Read “${tag.unit}” as each ${tag.unit} of each year in order; ask for “by ${tag.unit} of the year” to put all years together.`,
      );
    return tag.unit;
  }
  assume(
    reading,
    `Read “by ${tag.unit}” as the calendar ${tag.unit} over all years; ask for “by ${tag.unit} over time” to keep each year's ${tag.unit}s apart.`,
  );
  return fold;
}

function filtersOneYear(reading: Reading, column: Column): boolean {
  return reading.filters.some(
    (filter) => filter.column === column.name && filter.operator === 'eq' && filter.part === 'year',
  );
}

/** `monthly rainfall`: a bucket in time order, for trends; `average monthly …` alike. */
function readAdverbs(reading: Reading, groups: Group[], isSeries: boolean): void {
  reading.items.forEach((item, at) => {
    const tag = tagOf(item, 'adverb');
    const column = timeColumn(reading.table);
    if (!tag || item.used) return;
    if (!column) {
      reading.faults.push(
        `There is no column of dates in ${reading.table.names.join(' and ')} for “${item.text}”.`,
      );
      return;
    }
    if (isWord(item, 'daily') && granularity(column) === 'day' && !isSeries && groups.length > 0) {
      item.used = true;
      return;
    }
    const key = bucketKey(reading, { unit: tag.unit }, at, true);
    if (!key) return;
    item.used = true;
    addGroup(groups, { ...key.key, at });
  });
}
