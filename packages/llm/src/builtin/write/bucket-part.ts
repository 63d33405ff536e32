import { months, weekdays } from '../calendar-names.ts';
import type { FilterValue, TimeBucket } from '../question.ts';
import type { Code } from './python/layout.ts';

/** 1 for the first of the names, recognised by three letters or more; numbers stay. */
function position(names: string[], value: FilterValue): FilterValue {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  const text = value.trim().toLowerCase();
  const index = text.length >= 3 ? names.findIndex((name) => name.startsWith(text)) : -1;
  return index >= 0 ? index + 1 : wholeNumber(value);
}

function wholeNumber(value: FilterValue): FilterValue {
  const digits = /-?\d+/.exec(String(value));
  return digits ? Number(digits[0]) : value;
}

interface BucketPart {
  code: (date: string) => Code;
  value: (value: FilterValue) => FilterValue;
}

const asText = (value: FilterValue): FilterValue => String(value);

const bucketParts: Record<TimeBucket, BucketPart> = {
  decade: { code: (date) => `(${date}.dt.year // 10 * 10)`, value: wholeNumber },
  year: { code: (date) => `${date}.dt.year`, value: wholeNumber },
  quarter: {
    code: (date) => `${date}.dt.to_period("Q").dt.strftime("%Y-Q%q")`,
    value: (value) => String(value).replace(/^(\d{4})[- ]?q?([1-4])$/i, '$1-Q$2'),
  },
  month: { code: (date) => `${date}.dt.strftime("%Y-%m")`, value: asText },
  week: {
    code: (date) => `${date}.dt.to_period("W-SUN").dt.start_time.dt.strftime("%Y-%m-%d")`,
    value: asText,
  },
  day: { code: (date) => `${date}.dt.strftime("%Y-%m-%d")`, value: asText },
  hour: { code: (date) => `${date}.dt.strftime("%Y-%m-%d %H:00")`, value: asText },
  'month-of-year': { code: (date) => `${date}.dt.month`, value: (value) => position(months, value) },
  'quarter-of-year': { code: (date) => `${date}.dt.quarter`, value: wholeNumber },
  season: {
    code: (date) => `(${date}.dt.month % 12 // 3 + 1)`,
    value: (value) => position(['winter', 'spring', 'summer', 'autumn'], value),
  },
  weekday: {
    code: (date) => `(${date}.dt.dayofweek + 1)`,
    value: (value) => position(weekdays, value),
  },
  'hour-of-day': { code: (date) => `${date}.dt.hour`, value: wholeNumber },
};

/** A part of a date that filters compare, and a filter's value in the same form: months and weekdays count from 1. */
export function bucketPartCode(
  part: TimeBucket,
  date: string,
): { code: Code; value: (value: FilterValue) => FilterValue } {
  const found = bucketParts[part];
  return { code: found.code(date), value: found.value };
}
