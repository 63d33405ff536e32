import type { Measure, TimeBucket, TrendQuestion } from '../../question.ts';
import { type Item, tagOf } from '../items.ts';
import type { BucketUnit } from '../lexicon/tag.ts';
import { defaultAggregate } from '../read/column-choice.ts';
import { canGroup, daysSpanned, granularity } from '../read/column-scale.ts';
import { type Group, readGroups } from '../read/groups.ts';
import { readMeasures } from '../read/measures.ts';
import { assume, columnOf, isWord, quoteName, type Reading } from '../read/reading.ts';
import { type Column, isMeasure, timeColumn } from '../table.ts';
import { enumerate, keyTitle, measureTitle } from '../titles.ts';
import { questionBase } from './question-base.ts';

const changeUnits: [RegExp, BucketUnit][] = [
  [/^(month|mom)/i, 'month'],
  [/^(year|yoy|annual)/i, 'year'],
  [/^(week|wow)/i, 'week'],
  [/^day/i, 'day'],
  [/^(quarter|qoq)/i, 'quarter'],
];

/** Reads a measure over time: trends, moving averages, period-over-period change. */
export function readTrend(reading: Reading): TrendQuestion | undefined {
  const date = timeColumn(reading.table);
  if (!date) {
    reading.faults.push(
      `There is no column of dates or years in ${reading.table.names.join(' and ')} to follow over time.`,
    );
    return undefined;
  }
  const rolling = readRollingWindow(reading);
  const changeUnit = readChangeUnit(reading);
  const groups = readGroups(reading, true);
  takeDateColumns(reading);
  const read = readMeasures(reading);
  const timeKey = groups.find((group) => group.column === date.name);
  const bucket = timeKey
    ? (timeKey.bucket ?? 'year')
    : (changeUnit ?? rolling?.unit ?? saidStep(reading, date) ?? defaultBucket(reading, date));
  const measures = [...read.measures];
  for (const column of read.bare) measures.push(levelMeasure(reading, column));
  if (measures.length === 0) measures.push(...fallbackMeasures(reading, groups));
  const series = seriesOf(reading, groups, date);
  const title = `${enumerate(measures.map(measureTitle))} by ${keyTitle({ column: date.name, bucket })}${series ? ` and ${series}` : ''}`;
  const withChange = reading.intents.has('change');
  return {
    kind: 'trend',
    ...questionBase(
      reading,
      rolling
        ? `${title}, moving average over ${rolling.window}`
        : withChange
          ? `${title}, with change`
          : title,
    ),
    dateColumn: date.name,
    bucket: checkBucket(reading, bucket, date),
    measures,
    ...(series ? { series } : {}),
    ...(rolling ? { rollingWindow: rolling.window } : {}),
    ...(withChange ? { withChange } : {}),
    chart: reading.chart === undefined || reading.chart === 'scatter' ? 'line' : reading.chart,
  };
}

function checkBucket(reading: Reading, bucket: TimeBucket, date: Column): TimeBucket {
  const positions: Partial<Record<TimeBucket, TimeBucket>> = {
    'month-of-year': 'month',
    'quarter-of-year': 'quarter',
    weekday: 'day',
    'hour-of-day': 'hour',
  };
  if (bucket === 'season')
    reading.faults.push(
      'Seasons are put together over all years, so they cannot be followed over time; ask by quarter instead, or by season without a trend.',
    );
  const inTime = positions[bucket] ?? bucket;
  if (date.role === 'year' && inTime !== 'year' && inTime !== 'decade') {
    reading.faults.push(`${quoteName(date.name)} holds years only, so there is nothing by ${inTime}.`);
  }
  return inTime;
}

/** `over the years`: the step is in the words that ask for the trend. */
function saidStep(reading: Reading, date: Column): TimeBucket | undefined {
  const text = reading.items
    .filter((item) => tagOf(item, 'intent')?.intent === 'trend')
    .map((item) => item.text.toLowerCase())
    .join(' ');
  if (/\bdecades\b/.test(text)) return 'decade';
  if (/\byears\b/.test(text)) return 'year';
  return /\bmonths\b/.test(text) && date.role === 'date' ? 'month' : undefined;
}

/** Daily dates over years are shown by month, and by year beyond a dozen years; others keep their own step. */
function defaultBucket(reading: Reading, date: Column): TimeBucket {
  const step = granularity(date);
  if (step !== 'day') return step;
  const days = daysSpanned(date);
  const bucket = days <= 120 ? 'day' : days <= 3660 ? 'month' : 'year';
  if (bucket !== 'day')
    assume(reading, `Put the days together by ${bucket}; say “by day” or another step to change that.`);
  return bucket;
}

function levelMeasure(reading: Reading, column: Column): Measure {
  const aggregate = defaultAggregate(column, reading, { perPeriod: true });
  assume(
    reading,
    `Used the ${aggregate === 'sum' ? 'total' : 'average'} of ${quoteName(column.name)} in each period.`,
  );
  return { aggregate, column: column.name };
}

/** With no column named: rows are counted where rows are spoken of, else the one measure there is. */
function fallbackMeasures(reading: Reading, groups: readonly Group[]): Measure[] {
  const noun = reading.items.find((item) => !item.used && item.isRowNoun && item.columns.length === 0);
  const measures = reading.table.columns.filter(isMeasure);
  const [only] = measures;
  if (only && measures.length === 1) return [levelMeasure(reading, only)];
  if (noun) noun.used = true;
  else if (groups.length === 0) assume(reading, 'No measure was named, so rows are counted.');
  return [{ aggregate: 'count', column: null }];
}

function seriesOf(reading: Reading, groups: readonly Group[], date: Column): string | undefined {
  const group = groups.find((other) => other.column !== date.name);
  if (group) return group.column;
  const listed = reading.filters.find(
    (filter) => filter.operator === 'in' && !filter.part && filter.column !== date.name,
  );
  if (listed) return listed.column;
  const item = reading.items.find(
    (other) => !other.used && columnOf(other, canGroup) && columnOf(other) !== date,
  );
  const column = columnOf(item, canGroup);
  if (!item || !column || column.role === 'year') return undefined;
  item.used = true;
  return column.name;
}

function takeDateColumns(reading: Reading): void {
  for (const item of reading.items) {
    const role = item.columns[0]?.column.role;
    if (!item.used && (role === 'date' || role === 'year') && item.columns[0] && item.columns[0].score >= 0.7)
      item.used = true;
  }
}

/** `7-day moving average`, `rolling mean over 3 months`, `12 month rolling average`. */
function readRollingWindow(reading: Reading): { window: number; unit?: BucketUnit } | undefined {
  if (!reading.intents.has('rolling')) return undefined;
  const { items } = reading;
  for (const item of items) {
    if (/^(rolling|moving|running)( average| mean)?$/i.test(item.text)) item.used = true;
  }
  const at = items.findIndex(
    (item, index) =>
      !item.used &&
      item.number !== undefined &&
      (tagOf(items[index + 1], 'bucket') ||
        isWord(items[index + 1], 'period', 'periods', 'point', 'points', 'window') ||
        tagOf(items[index + 1], 'intent') ||
        isLast(items, index)),
  );
  const item = items[at];
  if (!item || item.number === undefined) {
    const unit = items.find((other) => !other.used && tagOf(other, 'adverb'));
    const adverb = tagOf(unit, 'adverb');
    assume(
      reading,
      'No width was given for the moving average, so it runs over 7 periods; say “30-day moving average” for another.',
    );
    return { window: 7, ...(adverb ? { unit: adverb.unit } : {}) };
  }
  item.used = true;
  const next = items[at + 1];
  const tag = tagOf(next, 'bucket');
  if (next && (tag || isWord(next, 'period', 'periods', 'point', 'points', 'window'))) next.used = true;
  return { window: Math.max(2, Math.round(item.number)), ...(tag ? { unit: tag.unit } : {}) };
}

function isLast(items: readonly Item[], at: number): boolean {
  return at === items.length - 1;
}

function readChangeUnit(reading: Reading): BucketUnit | undefined {
  if (!reading.intents.has('change')) return undefined;
  const item = reading.items.find(
    (other) =>
      tagOf(other, 'intent')?.intent === 'change' &&
      changeUnits.some(([pattern]) => pattern.test(other.text)),
  );
  return changeUnits.find(([pattern]) => item && pattern.test(item.text))?.[1];
}
