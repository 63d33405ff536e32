import type { Filter } from '../../question.ts';
import { type Item, tagOf } from '../items.ts';
import type { Period } from '../periods.ts';
import { type Column, timeColumn } from '../table.ts';
import { addFilter, assume, hasPreposition, isPassable, isWord, quoteName, type Reading } from './reading.ts';

type Opening = 'in' | 'since' | 'before' | 'after' | 'until' | 'between';

/** Turns `in 2012`, `since March 2010`, `between 2000 and 2005`, `in July`, `on weekends` into filters. */
export function readPeriodFilters(reading: Reading): void {
  const column = timeColumn(reading.table);
  readRelativePeriods(reading, column);
  for (let at = 0; at < reading.items.length; at += 1) {
    const item = reading.items[at];
    if (!item || item.used) continue;
    if (item.period) readPeriodItem(reading, at, item.period, column);
    else readCalendarItem(reading, at, column);
  }
}

function readPeriodItem(reading: Reading, at: number, period: Period, column: Column | undefined): void {
  const { items } = reading;
  const before = openingAt(items, at);
  const isBareYear = period.unit === 'year';
  if (before.comparator && (isBareYear || !column)) return;
  if (!column) {
    if (!isBareYear)
      reading.faults.push(`The request speaks of ${period.label}, and the data has no column of dates.`);
    return;
  }
  if (isBareYear && before.at < 0 && before.opening === undefined && !isLikelyYear(period, column)) return;
  const item = items[at];
  if (!item) return;
  markUsed(items, before.at < 0 ? at : before.at, at);
  const named = takeNamedDate(items, before.at < 0 ? at : before.at);
  const target = named ?? column;
  const second = rangeEnd(items, at, before.opening);
  if (second && (before.opening === 'between' || before.isFrom)) {
    markUsed(items, at, second.at);
    addPeriodRange(reading, target, period, second.period);
  } else if (second) {
    markUsed(items, at, second.at);
    addYears(reading, target, period, second);
  } else
    addPeriod(
      reading,
      target,
      period,
      before.opening ?? (before.isFrom && takeOnwards(items, at) ? 'since' : 'in'),
    );
  noteOutside(reading, target, period, before.opening ?? 'in');
}

/** `from 2010 on`: open to the end; plain `from 1994` is that year. */
function takeOnwards(items: Item[], at: number): boolean {
  const next = items[at + 1];
  if (!next || !isWord(next, 'on', 'onward', 'onwards', 'forward', 'and')) return false;
  if (isWord(next, 'and') && !isWord(items[at + 2], 'later', 'on', 'after', 'onwards')) return false;
  next.used = true;
  return true;
}

function isLikelyYear(period: Period, column: Column): boolean {
  const years = [column.profile.min, column.profile.max].map((value) =>
    Number.parseInt(String(value ?? ''), 10),
  );
  const [from = Number.NaN, to = Number.NaN] = years;
  return period.year !== undefined && period.year >= from - 1 && period.year <= to + 1;
}

/** The date column named just before the opening word: `Release Date before 2000`. */
function takeNamedDate(items: Item[], at: number): Column | undefined {
  for (let index = at - 1; index >= 0 && index >= at - 2; index -= 1) {
    const item = items[index];
    const column = item?.columns.find(
      (match) => match.column.role === 'date' || match.column.role === 'year',
    )?.column;
    if (item && column && !item.used && !tagOf(items[index - 1], 'by')) {
      markUsed(items, index, at - 1);
      return column;
    }
    if (!isPassable(item) && !tagOf(item, 'is')) return undefined;
  }
  return undefined;
}

interface Before {
  opening?: Opening;
  isFrom?: boolean;
  comparator: boolean;
  /** Where the opening stands, -1 where there is none. */
  at: number;
}

function openingAt(items: readonly Item[], at: number): Before {
  for (let index = at - 1; index >= Math.max(0, at - 3); index -= 1) {
    const item = items[index];
    if (!item) break;
    for (const opening of ['since', 'before', 'after', 'until', 'between'] as const) {
      if (tagOf(item, opening)) return { opening, comparator: false, at: index };
    }
    if (hasPreposition(item, 'from')) return { isFrom: true, comparator: false, at: index };
    if (tagOf(item, 'comparator') && !hasPreposition(item)) return { comparator: true, at: -1 };
    if (tagOf(item, 'preposition') || tagOf(item, 'not') || isWord(item, 'year', 'for')) {
      if (isWord(item, 'year')) continue;
      return { opening: tagOf(item, 'not') ? undefined : 'in', comparator: false, at: index };
    }
    if (!isPassable(item)) break;
  }
  return { comparator: false, at: -1 };
}

interface RangeEnd {
  period: Period;
  at: number;
  years?: number[];
}

/** The other end: `and 2005`, `to 2005`, `- 2005`, or the next of a list of years. */
function rangeEnd(items: readonly Item[], at: number, opening: Opening | undefined): RangeEnd | undefined {
  if (opening && opening !== 'between' && opening !== 'in') return undefined;
  const years: number[] = [];
  let last: RangeEnd | undefined;
  let index = at + 1;
  while (index < items.length) {
    const joint = items[index];
    const isJoint =
      tagOf(joint, 'and') ||
      tagOf(joint, 'or') ||
      hasPreposition(joint, 'to') ||
      tagOf(joint, 'until') ||
      isWord(joint, ',', 'vs', 'versus');
    const next = items[index + (isWord(joint, ',') && tagOf(items[index + 1], 'and') ? 2 : 1)];
    if (!isJoint || !next?.period) break;
    const isTo = hasPreposition(joint, 'to') || tagOf(joint, 'until') !== undefined;
    last = { period: next.period, at: items.indexOf(next) };
    if (isTo) return last;
    if (next.period.year !== undefined) years.push(next.period.year);
    index = last.at + 1;
  }
  return last && { ...last, years };
}

function addYears(reading: Reading, column: Column, first: Period, end: RangeEnd): void {
  if (first.year === undefined || !end.years || end.years.length === 0) {
    addPeriodRange(reading, column, first, end.period);
    return;
  }
  addFilter(reading, {
    column: column.name,
    operator: 'in',
    values: [first.year, ...end.years],
    ...yearPart(column),
  });
}

function yearPart(column: Column): { part?: 'year' } {
  return column.role === 'year' ? {} : { part: 'year' };
}

function addPeriod(reading: Reading, column: Column, period: Period, opening: Opening): void {
  const { name } = column;
  if (column.role === 'year') {
    const year = Number(period.from.slice(0, 4));
    const endYear = Number(period.before.slice(0, 4)) - 1;
    if (period.unit !== 'year' && period.unit !== 'decade') {
      reading.faults.push(`${quoteName(name)} holds years only, so ${period.label} cannot be picked out.`);
    } else if (opening === 'since') addFilter(reading, { column: name, operator: 'ge', value: year });
    else if (opening === 'before') addFilter(reading, { column: name, operator: 'lt', value: year });
    else if (opening === 'after') addFilter(reading, { column: name, operator: 'gt', value: endYear });
    else if (opening === 'until') addFilter(reading, { column: name, operator: 'le', value: endYear });
    else if (endYear > year)
      addFilter(reading, { column: name, operator: 'between', from: year, to: endYear });
    else addFilter(reading, { column: name, operator: 'eq', value: year });
    return;
  }
  if (opening === 'since') addFilter(reading, { column: name, operator: 'ge', value: period.from });
  else if (opening === 'before') addFilter(reading, { column: name, operator: 'lt', value: period.from });
  else if (opening === 'after') addFilter(reading, { column: name, operator: 'ge', value: period.before });
  else if (opening === 'until') addFilter(reading, { column: name, operator: 'lt', value: period.before });
  else if (period.unit === 'year' && period.year !== undefined) {
    addFilter(reading, { column: name, operator: 'eq', value: period.year, part: 'year' });
  } else addSpan(reading, name, period.from, period.before);
  if (opening === 'after' && period.unit !== 'day')
    assume(reading, `Read “after ${period.label}” as from ${period.before} on.`);
}

function addSpan(reading: Reading, column: string, from: string, before: string): void {
  addFilter(reading, { column, operator: 'ge', value: from });
  addFilter(reading, { column, operator: 'lt', value: before });
}

function addPeriodRange(reading: Reading, column: Column, from: Period, to: Period): void {
  const [first, last] = from.from <= to.from ? [from, to] : [to, from];
  const isYears = first.year !== undefined && last.year !== undefined;
  if (column.role === 'year' || isYears) {
    const endYear = Number(last.before.slice(0, 4)) - 1;
    const startYear = Number(first.from.slice(0, 4));
    addFilter(reading, {
      column: column.name,
      operator: 'between',
      from: startYear,
      to: endYear,
      ...yearPart(column),
    });
  } else addSpan(reading, column.name, first.from, last.before);
  assume(reading, `Read the range as including both ${first.label} and ${last.label}.`);
}

function noteOutside(reading: Reading, column: Column, period: Period, opening: Opening): void {
  const [min, max] = [String(column.profile.min ?? ''), String(column.profile.max ?? '')];
  if (opening !== 'in' || min === '' || max === '') return;
  if (period.before.slice(0, min.length) <= min || period.from.slice(0, max.length) > max) {
    assume(
      reading,
      `${quoteName(column.name)} runs from ${min} to ${max}, so ${period.label} may hold no rows.`,
    );
  }
}

/** Months, seasons and days of the week named without a year. */
function readCalendarItem(reading: Reading, at: number, column: Column | undefined): void {
  const { items } = reading;
  const first = calendarOf(items[at]);
  if (!first || !column) return;
  const before = openingAt(items, at);
  const isAmbiguous = isWord(items[at], 'may', 'march', 'fall', 'spring', 'sat', 'sun', 'mar', 'dec');
  if (isAmbiguous && before.at < 0) return;
  if (column.role === 'year') {
    reading.faults.push(
      `${quoteName(column.name)} holds years only, so “${items[at]?.text}” cannot be picked out.`,
    );
    return;
  }
  const values = [...first.values];
  let end = at;
  let isRange = false;
  for (;;) {
    const jointAt = end + 1;
    const joint = items[jointAt];
    const isAfterComma =
      isWord(joint, ',') && (tagOf(items[jointAt + 1], 'and') || tagOf(items[jointAt + 1], 'or'));
    const doubled = isAfterComma || hasPreposition(items[jointAt + 1], 'in', 'on', 'during') ? 2 : 1;
    const next = calendarOf(items[jointAt + doubled]);
    const isTo = hasPreposition(joint, 'to') || tagOf(joint, 'until') !== undefined;
    if (
      !next ||
      next.part !== first.part ||
      !(isTo || isWord(joint, ',', 'vs', 'versus') || tagOf(joint, 'and') || tagOf(joint, 'or'))
    )
      break;
    if (isTo || before.opening === 'between') isRange = true;
    values.push(...next.values);
    end = jointAt + doubled;
  }
  if (/^(months|days)$/i.test(items[end + 1]?.text ?? '')) end += 1;
  markUsed(items, before.at < 0 ? at : before.at, end);
  const isNegated = tagOf(items[before.at], 'not') !== undefined;
  addFilter(
    reading,
    calendarFilter(column.name, first.part, isRange ? fillRange(values, first.part) : values, isNegated),
  );
}

function calendarOf(
  item: Item | undefined,
): { part: 'month-of-year' | 'weekday'; values: number[] } | undefined {
  if (!item || item.used || item.period) return undefined;
  const month = tagOf(item, 'month');
  if (month) return { part: 'month-of-year', values: [month.month] };
  const season = tagOf(item, 'season');
  if (season) return { part: 'month-of-year', values: season.months };
  const weekday = tagOf(item, 'weekday');
  return weekday ? { part: 'weekday', values: weekday.days } : undefined;
}

function calendarFilter(
  column: string,
  part: 'month-of-year' | 'weekday',
  values: number[],
  isNegated: boolean,
): Filter {
  const [only] = values;
  if (values.length === 1 && only !== undefined)
    return { column, operator: isNegated ? 'ne' : 'eq', value: only, part };
  return { column, operator: isNegated ? 'not-in' : 'in', values: [...new Set(values)], part };
}

function fillRange(values: number[], part: 'month-of-year' | 'weekday'): number[] {
  const size = part === 'weekday' ? 7 : 12;
  const [from = 1, to = 1] = [values[0], values.at(-1)];
  const filled: number[] = [];
  for (let value = from; filled.length < size; value = (value % size) + 1) {
    filled.push(value);
    if (value === to) break;
  }
  return filled;
}

/** `the last 5 years`, `the past 30 days`: counted back from the newest date in the data. */
function readRelativePeriods(reading: Reading, column: Column | undefined): void {
  const { items } = reading;
  for (let at = 0; at + 1 < items.length; at += 1) {
    const word = items[at];
    if (!isWord(word, 'last', 'past', 'previous', 'latest')) continue;
    const amount = items[at + 1]?.number;
    const unit = tagOf(items[at + (amount === undefined ? 1 : 2)], 'bucket')?.unit;
    const isOpened =
      hasPreposition(items[at - 1], 'in', 'during', 'over', 'for', 'from', 'within') ||
      isWord(items[at - 1], 'the');
    const isComputed =
      amount !== undefined && items.some((item) => tagOf(item, 'aggregate') || tagOf(item, 'count'));
    if (!unit || !column || unit === 'hour' || !(isOpened || isComputed)) continue;
    if (
      (amount === undefined && isWord(word, 'latest')) ||
      items[at + (amount === undefined ? 2 : 3)]?.period
    )
      continue;
    const newest = String(column.profile.max ?? '');
    const from = countBack(newest, unit, amount ?? 1);
    if (!from) continue;
    markUsed(items, at, at + (amount === undefined ? 1 : 2));
    const value = column.role === 'year' ? Number(from.slice(0, 4)) : from;
    addFilter(reading, { column: column.name, operator: 'gt', value });
    assume(reading, `Counted back from ${newest}, the newest ${quoteName(column.name)} in the data.`);
  }
}

function countBack(newest: string, unit: string, amount: number): string | undefined {
  const date = new Date(/^\d{4}$/.test(newest) ? `${newest}-12-31` : newest.slice(0, 10));
  if (Number.isNaN(date.getTime())) return undefined;
  const months: Record<string, number> = { month: 1, quarter: 3, year: 12, decade: 120 };
  const days: Record<string, number> = { day: 1, week: 7 };
  if (months[unit] !== undefined) date.setUTCMonth(date.getUTCMonth() - months[unit] * amount);
  else date.setUTCDate(date.getUTCDate() - (days[unit] ?? 1) * amount);
  return date.toISOString().slice(0, 10);
}

function markUsed(items: Item[], from: number, to: number): void {
  for (let index = from; index <= to; index += 1) {
    const item = items[index];
    if (item) item.used = true;
  }
}
