import type { TimeBucket } from '../../question.ts';
import { type Code, call, dictionary, values } from '../python/layout.ts';
import { isDate, isNumeric, type TableColumn } from '../table-column.ts';

export type TinyCell = string | number | boolean | null;
export type TinyRow = Record<string, TinyCell>;

/** Three moments that differ in every bucket of time. */
export const tinyDates = ['2009-03-02 09:15:00', '2021-07-17 17:40:00', '2014-11-27 23:05:00'] as const;

const tinyTexts = ['alpha', 'beta', 'gamma'] as const;
const tinyYears = [1990, 2005, 2011] as const;

/** The value that stands for group 0, 1 or 2 in a column. */
export function groupCell(column: TableColumn, group: number): TinyCell {
  if (isDate(column)) return tinyDates[group] ?? null;
  if (isNumeric(column)) return tinyYears[group] ?? null;
  if (column.type === 'boolean') return group === 1;
  return tinyTexts[group] ?? null;
}

/** A small frame as Python source. */
export function frameCode(rows: readonly TinyRow[], columns: readonly TableColumn[]): Code {
  const entries = columns.map((column): [string, Code] => {
    const cells = values(...rows.map((row) => row[column.name] ?? null));
    if (isDate(column)) return [column.name, call('pd.to_datetime', cells)];
    return [column.name, isNumeric(column) ? call('pd.Series', cells, 'dtype="float64"') : cells];
  });
  return call('pd.DataFrame', dictionary(entries));
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

function mondayOf(date: Date): string {
  const monday = new Date(date);
  monday.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return monday.toISOString().slice(0, 10);
}

/** The sortable value of a bucket, computed without pandas: the generated tests compare with it. */
export function bucketOf(moment: string, bucket: TimeBucket): string | number {
  const date = new Date(`${moment.replace(' ', 'T')}Z`);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth() + 1;
  const quarter = Math.floor((month - 1) / 3) + 1;
  const buckets: Record<TimeBucket, string | number> = {
    decade: Math.floor(year / 10) * 10,
    year,
    quarter: `${year}-Q${quarter}`,
    month: `${year}-${pad(month)}`,
    week: mondayOf(date),
    day: moment.slice(0, 10),
    hour: `${moment.slice(0, 13)}:00`,
    'month-of-year': month,
    'quarter-of-year': quarter,
    season: Math.floor((month % 12) / 3) + 1,
    weekday: ((date.getUTCDay() + 6) % 7) + 1,
    'hour-of-day': date.getUTCHours(),
  };
  return buckets[bucket];
}

const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const seasonNames = ['Winter', 'Spring', 'Summer', 'Autumn'];
const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** The name beside a folded bucket's number. */
export function bucketLabel(bucket: TimeBucket | undefined, value: TinyCell): string | undefined {
  if (typeof value !== 'number') return undefined;
  if (bucket === 'month-of-year') return monthNames[value - 1];
  if (bucket === 'season') return seasonNames[value - 1];
  return bucket === 'weekday' ? weekdayNames[value - 1] : undefined;
}
