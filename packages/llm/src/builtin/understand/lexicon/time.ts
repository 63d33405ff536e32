import { months, weekdays } from '../../calendar-names.ts';
import type { TimeBucket } from '../../question.ts';
import type { BucketUnit, Tag } from './tag.ts';

const units: Record<BucketUnit, string[]> = {
  decade: ['decade', 'decades', '10 years'],
  year: ['year', 'calendar year', 'years', 'annum', 'yr'],
  quarter: ['quarter', 'quarters', 'calendar quarter', 'qtr'],
  month: ['month', 'calendar month', 'months'],
  week: ['week', 'calendar week', 'weeks'],
  day: ['day', 'calendar day', 'date'],
  hour: ['hour', 'hours'],
};

const fixed: Record<string, [BucketUnit, TimeBucket]> = {
  'month of the year': ['month', 'month-of-year'],
  'month of year': ['month', 'month-of-year'],
  'month name': ['month', 'month-of-year'],
  'calendar month of the year': ['month', 'month-of-year'],
  'quarter of the year': ['quarter', 'quarter-of-year'],
  'quarter of year': ['quarter', 'quarter-of-year'],
  'day of the week': ['day', 'weekday'],
  'day of week': ['day', 'weekday'],
  weekday: ['day', 'weekday'],
  'day name': ['day', 'weekday'],
  'hour of the day': ['hour', 'hour-of-day'],
  'hour of day': ['hour', 'hour-of-day'],
  season: ['quarter', 'season'],
  seasons: ['quarter', 'season'],
  'season of the year': ['quarter', 'season'],
  'year and month': ['month', 'month'],
  'month and year': ['month', 'month'],
  'year month': ['month', 'month'],
  'month of each year': ['month', 'month'],
  'month of every year': ['month', 'month'],
};

const adverbs: Record<string, BucketUnit> = {
  monthly: 'month',
  yearly: 'year',
  annual: 'year',
  annually: 'year',
  weekly: 'week',
  daily: 'day',
  quarterly: 'quarter',
  hourly: 'hour',
  'month by month': 'month',
  'year by year': 'year',
  'day by day': 'day',
  'week by week': 'week',
  'quarter by quarter': 'quarter',
  'per annum': 'year',
};

/** Units of time, names of months, days and seasons, and words that open a period. */
export function timePhrases(): [string, Tag][] {
  const phrases: [string, Tag][] = [];
  for (const [unit, words] of Object.entries(units)) {
    for (const word of words) phrases.push([word, { kind: 'bucket', unit: unit as BucketUnit }]);
  }
  for (const [word, [unit, bucket]] of Object.entries(fixed))
    phrases.push([word, { kind: 'bucket', unit, fixed: bucket }]);
  for (const [word, unit] of Object.entries(adverbs)) phrases.push([word, { kind: 'adverb', unit }]);
  months.forEach((month, index) => {
    phrases.push([month, { kind: 'month', month: index + 1 }]);
    if (month !== 'may') phrases.push([month.slice(0, 3), { kind: 'month', month: index + 1 }]);
  });
  phrases.push(['sept', { kind: 'month', month: 9 }]);
  weekdays.forEach((day, index) => {
    phrases.push(
      [day, { kind: 'weekday', days: [index + 1] }],
      [`${day}s`, { kind: 'weekday', days: [index + 1] }],
    );
  });
  phrases.push(
    ['weekend', { kind: 'weekday', days: [6, 7] }],
    ['weekdays only', { kind: 'weekday', days: [1, 2, 3, 4, 5] }],
  );
  const seasons: [string, number[]][] = [
    ['winter', [12, 1, 2]],
    ['spring', [3, 4, 5]],
    ['summer', [6, 7, 8]],
    ['autumn', [9, 10, 11]],
    ['fall', [9, 10, 11]],
  ];
  for (const [season, seasonMonths] of seasons)
    phrases.push([season, { kind: 'season', months: seasonMonths }]);
  for (const word of ['since', 'starting in', 'starting from', 'from then on', 'beginning in'])
    phrases.push([word, { kind: 'since' }]);
  for (const word of ['before', 'prior to', 'earlier than', 'older than', 'up until before'])
    phrases.push([word, { kind: 'before' }]);
  for (const word of ['after', 'later than', 'following', 'newer than'])
    phrases.push([word, { kind: 'after' }]);
  for (const word of ['until', 'till', 'through', 'up until', 'up through'])
    phrases.push([word, { kind: 'until' }]);
  return phrases;
}

/** `March`. */
export function monthName(month: number): string {
  const name = months[month - 1] ?? '';
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** `Monday` for 1. */
export function weekdayName(day: number): string {
  const name = weekdays[day - 1] ?? '';
  return name.charAt(0).toUpperCase() + name.slice(1);
}
