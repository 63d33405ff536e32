import type { TimeBucket } from '../question.ts';
import { type Code, call } from './python/layout.ts';
import { pythonString } from './python/python-literal.ts';
import type { TableColumn } from './table-column.ts';

/** How a bucket is computed from a date and shown to a person. */
export interface BucketCode {
  /** The result column's name. */
  name: string;
  /** From the date column to the sortable key. */
  key: Code;
  /** From the sortable key in the result to what is written; undefined where the key itself is. */
  label?: (key: Code) => Code;
  /** A column of names beside the number: `month_name`. */
  naming?: { name: string; code: (key: Code) => Code };
  needs: string[];
  isPeriod: boolean;
}

const periods: Partial<Record<TimeBucket, { alias: string; label: (key: Code) => Code }>> = {
  quarter: { alias: 'Q', label: (key) => [key, call('.dt.strftime', '"%Y-Q%q"')] },
  month: { alias: 'M', label: (key) => [key, call('.astype', 'str')] },
  week: { alias: 'W-SUN', label: (key) => [key, '.dt.start_time', call('.dt.strftime', '"%Y-%m-%d"')] },
  day: { alias: 'D', label: (key) => [key, call('.astype', 'str')] },
  hour: { alias: 'h', label: (key) => [key, call('.dt.strftime', '"%Y-%m-%d %H:00"')] },
};

const numbers: Partial<Record<TimeBucket, (date: Code) => Code>> = {
  decade: (date) => [date, '.dt.year // 10 * 10'],
  year: (date) => [date, '.dt.year'],
  'month-of-year': (date) => [date, '.dt.month'],
  'quarter-of-year': (date) => [date, '.dt.quarter'],
  season: (date) => [date, '.dt.month % 12 // 3 + 1'],
  weekday: (date) => [date, '.dt.dayofweek + 1'],
  'hour-of-day': (date) => [date, '.dt.hour'],
};

export const bucketNames: Record<TimeBucket, string> = {
  decade: 'decade',
  year: 'year',
  quarter: 'quarter',
  month: 'month',
  week: 'week',
  day: 'day',
  hour: 'hour',
  'month-of-year': 'month',
  'quarter-of-year': 'quarter',
  season: 'season',
  weekday: 'weekday',
  'hour-of-day': 'hour',
};

/** The words for several of a bucket: `months`. */
export function bucketPlural(bucket: TimeBucket): string {
  return `${bucketNames[bucket]}s`;
}

function numberBucket(bucket: TimeBucket, date: Code, hasNulls: boolean): BucketCode {
  const code = numbers[bucket]?.(date) ?? date;
  const coded: BucketCode = { name: bucketNames[bucket], key: code, needs: [], isPeriod: false };
  if (hasNulls) coded.label = (key) => [key, call('.astype', '"int64"')];
  if (bucket === 'month-of-year')
    coded.naming = {
      name: 'month_name',
      code: (key) => [key, call('.map', 'lambda month: calendar.month_name[month]')],
    };
  if (bucket === 'season')
    coded.naming = {
      name: 'season_name',
      code: (key) => [key, call('.map', '{1: "Winter", 2: "Spring", 3: "Summer", 4: "Autumn"}')],
    };
  if (bucket === 'weekday')
    coded.naming = {
      name: 'weekday_name',
      code: (key) => [key, call('.map', 'lambda weekday: calendar.day_name[weekday - 1]')],
    };
  if (coded.naming && bucket !== 'season') coded.needs.push('import calendar');
  return coded;
}

/** The code of a bucket over a column: dates, or whole years held as numbers. */
export function bucketCode(bucket: TimeBucket, column: TableColumn, table = 'table'): BucketCode {
  const date = `${table}[${pythonString(column.name)}]`;
  if (column.type === 'integer' || column.type === 'number') {
    if (bucket === 'decade') return { name: 'decade', key: `${date} // 10 * 10`, needs: [], isPeriod: false };
    return { name: column.name, key: date, needs: [], isPeriod: false };
  }
  const period = periods[bucket];
  if (!period) return numberBucket(bucket, date, column.hasNulls);
  return {
    name: bucketNames[bucket],
    key: [date, call('.dt.to_period', pythonString(period.alias))],
    label: period.label,
    needs: [],
    isPeriod: true,
  };
}
