import type { AnalysisQuestion, TimeBucket } from '../question.ts';
import type { Item } from './items.ts';
import { tagOf } from './items.ts';
import { aggregateQuestion, readAggregate } from './kinds/aggregate.ts';
import { readCorrelation } from './kinds/correlation.ts';
import { readDescribe } from './kinds/describe.ts';
import { readDistribution } from './kinds/distribution.ts';
import { readRanking } from './kinds/ranking.ts';
import { readSelect } from './kinds/select.ts';
import { readTrend } from './kinds/trend.ts';
import { readComparisons } from './read/comparisons.ts';
import { readGroups } from './read/groups.ts';
import { readIntents } from './read/intents.ts';
import { readMeasures } from './read/measures.ts';
import { readPeriodFilters } from './read/periods-filter.ts';
import { columnOf, createReading, isWord, quoteName, type Reading } from './read/reading.ts';
import { readOverall } from './read/said-aside.ts';
import { readSuperlative } from './read/superlatives.ts';
import { readTextFilters } from './read/text-filters.ts';
import { isUnit } from './read/units.ts';
import { readValueFilters } from './read/value-filters.ts';
import { isNumeric, type Table, timeColumn } from './table.ts';
import { unreadWords } from './unread.ts';

/** What came of reading one clause against one table. */
export interface Outcome {
  question?: AnalysisQuestion;
  reading: Reading;
  /** Words of the clause that nothing was made of. */
  unread: string[];
}

/** Reads one clause as one question. */
export function interpret(items: Item[], table: Table, shared?: Pick<Reading, 'filters'>): Outcome {
  const reading = createReading(table, items);
  if (shared) reading.filters.push(...shared.filters);
  readIntents(reading);
  readOverall(reading);
  readPeriodFilters(reading);
  readComparisons(reading);
  readValueFilters(reading);
  readTextFilters(reading);
  refuseContradiction(reading);
  refuseDerived(reading);
  const question = readQuestion(reading);
  noteFormat(reading, question);
  noteUnits(reading);
  if (question?.kind === 'select' && reading.overall)
    reading.faults.push('It is not clear which numbers are to be put together.');
  if (question) settleRepeats(reading, question);
  const unread = unreadWords(items);
  const isBare =
    question?.kind === 'select' &&
    question.filters.length === 0 &&
    !question.columns &&
    !question.limit &&
    !question.sort;
  return { question: isBare && unread.length > 0 ? undefined : question, reading, unread };
}

/** A column named a second time, as in "by state, only states with …", says nothing new. */
function settleRepeats(reading: Reading, question: AnalysisQuestion): void {
  if (question.kind !== 'aggregate' && question.kind !== 'trend' && question.kind !== 'rank') return;
  const named = new Set<string | null | undefined>(question.filters.map((filter) => filter.column));
  if (question.kind === 'aggregate') for (const key of question.by) named.add(key.column);
  if (question.kind === 'trend') named.add(question.series);
  if (question.kind === 'rank') named.add(question.column).add(question.per);
  else for (const measure of question.measures) named.add(measure.column);
  for (const item of reading.items) {
    const isShown = question.kind === 'rank' && item.columns.length > 0 && !tagOf(item, 'aggregate');
    if (isShown) item.used = true;
    if (!item.used && item.columns.some((match) => named.has(match.column.name) && match.score >= 0.4))
      item.used = true;
  }
}

/** `flipper length in cm`: numbers stay in the unit they are held in, and that is said. */
function noteUnits(reading: Reading): void {
  reading.items.forEach((item, at) => {
    const unit = item.text.toLowerCase();
    const column = [reading.items[at - 2], reading.items[at - 3]]
      .map((other) => columnOf(other, isNumeric))
      .find((found) => found?.unit);
    if (
      item.used ||
      !isWord(reading.items[at - 1], 'in') ||
      !isUnit(unit) ||
      !column?.unit ||
      column.unit === unit
    )
      return;
    reading.assumptions.push(
      `${quoteName(column.name)} stays in ${column.unit}; values are not converted to ${unit}.`,
    );
  });
}

const writesOneTable = new Set<AnalysisQuestion['kind']>([
  'aggregate',
  'rank',
  'select',
  'trend',
  'correlation',
  'describe',
]);

/** `… as CSV` behind a question: its table is a CSV file in any case, and one of the format asked for. */
function noteFormat(reading: Reading, question: AnalysisQuestion | undefined): void {
  for (const item of reading.items) {
    const to = tagOf(item, 'format')?.to;
    if (!to || item.used) continue;
    item.used = true;
    if (to !== 'csv' && question && writesOneTable.has(question.kind)) question.alsoAs = to;
    else if (to !== 'csv')
      reading.assumptions.push(
        `The result is written as CSV; to get ${item.text}, convert the result's file.`,
      );
  }
}

/** Two values asked of one column at once would leave no row. */
function refuseContradiction(reading: Reading): void {
  const equal = reading.filters.flatMap((filter) => (filter.operator === 'eq' ? [filter] : []));
  const clash = equal.find((filter) =>
    equal.some((other) => other !== filter && other.column === filter.column && other.part === filter.part),
  );
  const crossed = crossedAlternative(reading);
  if (crossed) reading.faults.push(crossed);
  if (clash)
    reading.faults.push(`${quoteName(clash.column)} cannot have two values at once; say “or” between them.`);
}

/** `rating above 8 or budget below 5`: conditions on different columns all have to hold, so `or` cannot be kept. */
function crossedAlternative(reading: Reading): string | undefined {
  const isOpen = reading.items.some((item) => !item.used && isWord(item, 'or', 'and/or'));
  const columns = new Set(reading.filters.map((filter) => filter.column));
  return isOpen && columns.size > 1
    ? 'Conditions on different columns can be put together with “and” only; ask for each side of the “or” by itself.'
    : undefined;
}

const derived =
  /^(ratio|ratios|divided|minus|subtract|multiplied|multiply|product|capita|margin|cumulative|running|profit|profits|profitability|roi|lag|interquartile|z-?score|log|squared?|weighted|density|normali[sz]ed|index(ed)?|compounded|cagr|anomal(y|ies))$/i;

/** Values that would first have to be computed from several columns or rows are beyond the questions there are. */
function refuseDerived(reading: Reading): void {
  for (const item of reading.items) {
    const isNamed = item.used || item.columns.length > 0 || item.values.length > 0;
    const isDifference =
      /^differences?$/i.test(item.text) &&
      (reading.items.filter((other) => columnOf(other, isNumeric)).length > 1 ||
        reading.items.filter((other) => tagOf(other, 'superlative') ?? tagOf(other, 'aggregate')).length > 1);
    if (!isNamed && (derived.test(item.text) || isDifference)) {
      reading.faults.push(
        `“${item.text}” would have to be computed from other values first, which the built-in model cannot do.`,
      );
    } else if (!isNamed && /^differences?$/i.test(item.text)) item.used = true;
  }
}

function readQuestion(reading: Reading): AnalysisQuestion | undefined {
  const { intents } = reading;
  if (
    intents.has('correlation') ||
    intents.has('spearman') ||
    intents.has('versus') ||
    reading.chart === 'scatter'
  ) {
    const question = readRelation(reading);
    if (question || reading.faults.length > 0) return question;
  }
  if (intents.has('trend') || intents.has('rolling') || intents.has('change')) return readTrend(reading);
  const dates = readDateRange(reading);
  if (dates) return dates;
  if (
    intents.has('distribution') &&
    reading.items.some((item) => /^(summary|descriptive) (stat|statistic)s$/i.test(item.text)) &&
    isAboutEverything(reading)
  )
    return readDescribe(reading);
  if (
    intents.has('distribution') ||
    intents.has('value-counts') ||
    reading.chart === 'histogram' ||
    reading.chart === 'box'
  )
    return readDistribution(reading);
  if (intents.has('describe') && isAboutEverything(reading)) return readDescribe(reading);
  if (intents.has('describe') && isAboutColumn(reading)) return readDistribution(reading);
  return readPlain(reading);
}

/** `the date range`, `which period does it cover`: the first and the last date. */
function readDateRange(reading: Reading): AnalysisQuestion | undefined {
  const isRange = reading.items.some((item) => isWord(item, 'range', 'range of', 'span'));
  const named = reading.items.find((item) => !item.used && item.columns.length > 0 && !item.isFileName);
  const date = columnOf(named, (column) => column.role === 'date');
  if (!isRange || !named || !date) return undefined;
  named.used = true;
  return aggregateQuestion(reading, {
    measures: [
      { aggregate: 'min', column: date.name },
      { aggregate: 'max', column: date.name },
    ],
    by: readGroups(reading),
    withShare: false,
  });
}

/** Two numbers are correlated; a number against time is a trend, against a category an aggregate. */
function readRelation(reading: Reading): AnalysisQuestion | undefined {
  const date = timeColumn(reading.table);
  const numeric = reading.items.filter(
    (item) => !item.used && columnOf(item, isNumeric) && columnOf(item, isNumeric) !== date,
  );
  if (
    numeric.length < 2 &&
    reading.intents.has('versus') &&
    reading.filters.some((filter) => filter.operator === 'in')
  )
    return undefined;
  const isTimed = reading.items.some(
    (item) =>
      !item.used &&
      date &&
      (item.columns[0]?.column === date || (tagOf(item, 'bucket') && !tagOf(item, 'by'))),
  );
  if (numeric.length === 1 && isTimed && date?.role !== 'year') return readTrend(reading);
  const category = reading.items.find(
    (item) => !item.used && columnOf(item, (column) => column.role === 'category') && !tagOf(item, 'bucket'),
  );
  const measure = columnOf(numeric[0], isNumeric);
  if (numeric.length === 1 && category && measure && numeric[0]) {
    category.used = true;
    numeric[0].used = true;
    reading.assumptions.push(
      `Compared the average of ${quoteName(measure.name)} between the values of ${quoteName(columnOf(category)?.name ?? '')}, as a correlation needs two numbers.`,
    );
    return aggregateQuestion(reading, {
      measures: [{ aggregate: 'mean', column: measure.name }],
      by: [{ column: columnOf(category)?.name ?? '' }],
      withShare: false,
    });
  }
  const hasGroup = reading.items.some(
    (item) => !item.used && tagOf(item, 'by') !== undefined && !reading.intents.has('correlation'),
  );
  if (hasGroup && numeric.length < 2) return undefined;
  return readCorrelation(reading);
}

function isAboutEverything(reading: Reading): boolean {
  return !reading.items.some((item) => {
    if (item.used || item.isFileName) return false;
    if (tagOf(item, 'aggregate') || tagOf(item, 'superlative')) return true;
    return (item.columns[0]?.score ?? 0) >= 0.75 && !item.isRowNoun && !tagOf(item, 'missing');
  });
}

/** `summarise temp_max`: one column, nothing computed. */
function isAboutColumn(reading: Reading): boolean {
  const open = reading.items.filter((item) => !item.used);
  const isPlain = open.every(
    (item) =>
      !tagOf(item, 'aggregate') &&
      !tagOf(item, 'superlative') &&
      !tagOf(item, 'count') &&
      !tagOf(item, 'share'),
  );
  return isPlain && open.some((item) => columnOf(item, isNumeric));
}

function readPlain(reading: Reading): AnalysisQuestion | undefined {
  const superlative = readSuperlative(reading);
  const groups = readGroups(reading);
  const isLine = reading.chart === 'line' || reading.chart === 'area';
  if (
    isLine &&
    !superlative &&
    groups.length === 0 &&
    timeColumn(reading.table) &&
    reading.items.some((item) => columnOf(item, isNumeric))
  )
    return readTrend(reading);
  const read = readMeasures(reading);
  if (superlative) {
    const question = readRanking(reading, superlative, groups, read);
    if (question || reading.faults.length > 0) return question;
  }
  const isSeries =
    groups.some((group) => group.bucket && !foldedBuckets.has(group.bucket)) &&
    (isLine || reading.items.some((item) => tagOf(item, 'adverb')));
  const question = readAggregate(reading, groups, read);
  if (question?.kind === 'aggregate' && isSeries) return asTrend(reading, question) ?? question;
  if (question || reading.faults.length > 0) return question;
  if (read.bare.length > 0 && reading.filters.length === 0 && reading.wantsChart)
    return chartOf(reading, read.bare[0]?.name ?? '');
  for (const item of read.bareItems) item.used = false;
  return readSelect(reading);
}

const foldedBuckets = new Set<TimeBucket>([
  'month-of-year',
  'quarter-of-year',
  'season',
  'weekday',
  'hour-of-day',
]);

/** `monthly average price`: an aggregate by a bucket in time order is a trend. */
function asTrend(
  _reading: Reading,
  question: Extract<AnalysisQuestion, { kind: 'aggregate' }>,
): AnalysisQuestion | undefined {
  const time = question.by.find((key) => key.bucket);
  const others = question.by.filter((key) => key !== time);
  if (!time?.bucket || others.length > 1 || others[0]?.binWidth || question.having || question.withShare)
    return undefined;
  const {
    kind: _kind,
    by: _by,
    measures,
    order: _order,
    limit: _limit,
    chart,
    withShare: _share,
    having: _having,
    ...base
  } = question;
  return {
    kind: 'trend',
    ...base,
    dateColumn: time.column,
    bucket: time.bucket,
    measures,
    ...(others[0] ? { series: others[0].column } : {}),
    chart: chart ?? 'line',
  };
}

/** `plot temp_max`: over time where there is a date, else how it is spread. */
function chartOf(reading: Reading, column: string): AnalysisQuestion | undefined {
  for (const item of reading.items)
    if (item.columns.some((match) => match.column.name === column)) item.used = false;
  return timeColumn(reading.table) ? readTrend(reading) : readDistribution(reading);
}
