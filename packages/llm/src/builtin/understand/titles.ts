import type { Aggregate, AnalysisQuestion, Filter, GroupKey, Measure, TimeBucket } from '../question.ts';
import { monthName, weekdayName } from './lexicon/time.ts';

const aggregateNames: Record<Aggregate, string> = {
  mean: 'Average',
  sum: 'Total',
  count: 'Number of',
  min: 'Lowest',
  max: 'Highest',
  median: 'Median',
  distinct: 'Number of different',
  stddev: 'Standard deviation of',
};

const bucketNames: Record<TimeBucket, string> = {
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
  weekday: 'day of the week',
  'hour-of-day': 'hour of the day',
};

const operatorNames = { eq: '=', ne: '≠', lt: '<', le: '≤', gt: '>', ge: '≥' } as const;

/** `Average temp_max`. */
export function measureTitle(measure: Measure): string {
  if (measure.aggregate === 'count')
    return measure.column === null ? 'Number of rows' : `Number of ${measure.column}`;
  return `${aggregateNames[measure.aggregate]} ${measure.column ?? 'rows'}`;
}

/** `month`, `weather`. */
export function keyTitle(key: GroupKey): string {
  if (key.bucket) return bucketNames[key.bucket];
  return key.binWidth === undefined ? key.column : `${key.column} in bins of ${key.binWidth}`;
}

/** `a, b and c`. */
export function enumerate(words: readonly string[]): string {
  if (words.length <= 1) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** `MONTH` of a date as a person says it; other values as they are. */
function valueTitle(value: string | number | boolean, part: TimeBucket | undefined): string {
  if (part === 'month-of-year' && typeof value === 'number') return monthName(value);
  if (part === 'weekday' && typeof value === 'number') return weekdayName(value);
  return String(value);
}

/** `wind > 8`. */
export function filterTitle(filter: Filter): string {
  const { column } = filter;
  switch (filter.operator) {
    case 'is-null':
      return `${column} is missing`;
    case 'not-null':
      return `${column} is known`;
    case 'contains':
    case 'starts-with':
    case 'ends-with':
      return `${column} ${filter.operator.replace('-', ' ')} ${filter.value}`;
    case 'in':
    case 'not-in': {
      const values = filter.values.map((value) => valueTitle(value, filter.part));
      return `${column} ${filter.operator === 'in' ? 'is' : 'is not'} ${values.slice(0, 6).join(' or ')}`;
    }
    case 'between':
      return `${column} ${filter.from} to ${filter.to}`;
    default:
      return `${column} ${operatorNames[filter.operator]} ${valueTitle(filter.value, filter.part)}`;
  }
}

/** A title with its filters: `… where wind > 8`. */
export function withFilters(title: string, filters: readonly Filter[]): string {
  if (filters.length === 0) return title;
  return `${title}, where ${enumerate(filters.map(filterTitle))}`;
}

/** `average-temp-max-by-month`, at most 60 characters. */
export function slugOf(title: string): string {
  const slug = title
    .normalize('NFKD')
    .replace(/>/g, ' over ')
    .replace(/</g, ' under ')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .toLowerCase()
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
  return slug || 'result';
}

/** The same questions with slugs that differ and can be file names. */
export function withUniqueSlugs(questions: readonly AnalysisQuestion[]): AnalysisQuestion[] {
  const taken = new Set<string>();
  return questions.map((question) => {
    let slug = question.slug;
    for (let number = 2; taken.has(slug); number += 1) slug = `${question.slug}-${number}`;
    taken.add(slug);
    return { ...question, slug };
  });
}
