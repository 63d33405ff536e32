import type { AggregateQuestion, AnalysisQuestion, GroupKey, Measure } from '../../question.ts';
import { type Item, tagOf } from '../items.ts';
import { defaultAggregate } from '../read/column-choice.ts';
import { canGroup } from '../read/column-scale.ts';
import type { Group } from '../read/groups.ts';
import type { ReadMeasures } from '../read/measures.ts';
import { assume, columnOf, isWord, quoteName, type Reading } from '../read/reading.ts';
import type { Column } from '../table.ts';
import { enumerate, keyTitle, measureTitle } from '../titles.ts';
import { questionBase } from './question-base.ts';

interface Parts {
  measures: Measure[];
  by: GroupKey[];
  withShare: boolean;
}

/** An aggregate question from its parts; conditions on groups become measures and `having`. */
export function aggregateQuestion(reading: Reading, parts: Parts): AggregateQuestion {
  const measures = [...parts.measures];
  const having: NonNullable<AggregateQuestion['having']> = [];
  for (const condition of reading.conditions) {
    let place = measures.findIndex(
      (measure) =>
        measure.aggregate === condition.measure.aggregate && measure.column === condition.measure.column,
    );
    if (place < 0) place = measures.push(condition.measure) - 1;
    if (condition.operator !== 'ne')
      having.push({ measure: place, operator: condition.operator, value: condition.value });
    else reading.faults.push('Groups can be compared with more, less or equal, not with “not equal”.');
  }
  const by = parts.by.map(({ column, bucket, binWidth }) => ({
    column,
    ...(bucket ? { bucket } : {}),
    ...(binWidth ? { binWidth } : {}),
  }));
  const title = `${parts.withShare ? 'Share of ' : ''}${enumerate(measures.map(measureTitle))}${by.length > 0 ? ` by ${enumerate(by.map(keyTitle))}` : ''}`;
  const chart = reading.chart ?? (reading.wantsChart && by.length > 0 ? chartFor(by) : undefined);
  const usable =
    chart === 'histogram' || chart === 'box' || (chart === 'scatter' && by.length > 0) ? 'bar' : chart;
  return {
    kind: 'aggregate',
    ...questionBase(reading, title),
    measures,
    by,
    ...(having.length > 0 ? { having } : {}),
    ...(parts.withShare ? { withShare: true } : {}),
    ...(usable && by.length > 0 ? { chart: usable } : {}),
  };
}

function chartFor(by: readonly GroupKey[]): 'line' | 'bar' {
  const [first] = by;
  return first?.bucket && ['year', 'month', 'quarter', 'week', 'day', 'decade', 'hour'].includes(first.bucket)
    ? 'line'
    : 'bar';
}

/** Reads measures by groups, group conditions, shares and plain totals. */
export function readAggregate(
  reading: Reading,
  groups: Group[],
  read: ReadMeasures,
): AnalysisQuestion | undefined {
  const by: GroupKey[] = [...groups];
  const measures = [...read.measures];
  if (reading.conditions.length > 0 && by.length === 0) {
    const key = mentionedCategory(reading) ?? countedCategory(reading, measures);
    if (!key) {
      reading.faults.push(
        'A condition on a number of rows needs groups, such as “states with more than 100 …”.',
      );
      return undefined;
    }
    by.push({ column: key.name });
  }
  refuseInnerShare(reading, by, read.withShare);
  addComparedGroup(reading, by, measures, by.length > 0 && read.bare.length > 0);
  if (by.length > 0 || read.withShare)
    for (const column of read.bare) measures.push(bareMeasure(reading, column, by));
  else if (read.bare.length > 0 && measures.length > 0)
    for (const column of read.bare) measures.push(bareMeasure(reading, column, by));
  if (read.withShare && by.length === 0) shareGroup(reading, by);
  if (measures.length === 0 && (by.length > 0 || read.withShare)) {
    if (reading.conditions[0]) measures.push(reading.conditions[0].measure);
    else {
      measures.push(...onlyMeasureOrCount(reading));
    }
  }
  if (measures.length === 0) return undefined;
  addMentionedGroups(reading, by, measures);
  return ordered(reading, aggregateQuestion(reading, { measures, by, withShare: read.withShare }));
}

/** `percentage of rainy days by month`: a share within each group is another thing than a share of the whole. */
function refuseInnerShare(reading: Reading, by: readonly GroupKey[], withShare: boolean): void {
  const isInner = reading.items.some(
    (item, at) =>
      item.used && item.values.length > 0 && reading.items[at + 1]?.isRowNoun && !item.tags.length,
  );
  if (withShare && by.length > 0 && isInner) {
    reading.faults.push(
      'A share within each group cannot be computed, only the share of each group in the whole; ask for the number of rows by both instead.',
    );
  }
}

/** `compare the average wind for rain and snow`: the values listed are the groups. */
function addComparedGroup(
  reading: Reading,
  by: GroupKey[],
  parts: readonly Measure[],
  hasBare: boolean,
): void {
  const hasMeasure = parts.length > 0 || hasBare;
  const isCompared =
    reading.intents.has('versus') ||
    reading.items.some((item) =>
      /^(compare|comparing|comparison|compared|differ|differs|difference|versus|vs)$/i.test(item.text),
    );
  const isTimed = by.every(
    (key) =>
      key.bucket !== undefined ||
      reading.table.columns.some((column) => column.name === key.column && column.role === 'year'),
  );
  if (addComparedPeriods(reading, by)) return;
  const filter = reading.filters.find(
    (other) => other.operator === 'in' && (!other.part || (other.part === 'year' && by.length === 0)),
  );
  if (!isTimed || by.some((key) => key.column === filter?.column)) return;
  const isAdditive =
    parts.length > 0 && parts.every(({ aggregate }) => aggregate === 'count' || aggregate === 'sum');
  if (filter && isAdditive && by.length > 0 && !isCompared && filter.operator === 'in') {
    assume(
      reading,
      `Put ${enumerate(filter.values.map((value) => quoteName(String(value))))} together; say “by ${filter.column}” to keep them apart.`,
    );
    return;
  }
  const isAlternative = reading.items.some((item) => tagOf(item, 'or'));
  if (filter && (isCompared || (hasMeasure && !isAlternative))) {
    by.push({
      column: filter.column,
      ...('part' in filter && filter.part === 'year' ? { bucket: 'year' as const } : {}),
    });
  }
}

/** `in summer vs winter`, `July compared with January`: the periods are the groups. */
function addComparedPeriods(reading: Reading, by: GroupKey[]): boolean {
  const filter = reading.filters.find((other) => other.operator === 'in' && other.part === 'month-of-year');
  const named = (kind: 'season' | 'month') =>
    reading.items.filter((item) => item.used && tagOf(item, kind) !== undefined && !item.period).length;
  const bucket = named('season') > 1 ? 'season' : named('month') > 1 ? 'month-of-year' : undefined;
  if (!filter || !bucket || by.length > 0) return false;
  by.push({ column: filter.column, bucket });
  return true;
}

function bareMeasure(reading: Reading, column: Column, by: readonly GroupKey[]): Measure {
  const perPeriod =
    by.some((key) => key.bucket ?? isYear(reading, key)) ||
    reading.filters.some((filter) => isYear(reading, filter) && filter.operator === 'eq');
  const aggregate = defaultAggregate(column, reading, { perPeriod });
  assume(
    reading,
    `Used the ${aggregate === 'sum' ? 'total' : 'average'} of ${quoteName(column.name)}, as none was named.`,
  );
  return { aggregate, column: column.name };
}

function isYear(reading: Reading, { column }: { column: string }): boolean {
  return reading.table.columns.some((other) => other.name === column && other.role === 'year');
}

function onlyMeasureOrCount(reading: Reading): Measure[] {
  for (const item of reading.items)
    if (!item.used && (item.isRowNoun || tagOf(item, 'row'))) item.used = true;
  assume(reading, 'Counted rows, as no measure was named.');
  return [{ aggregate: 'count', column: null }];
}

/** `airports with more than 100 strikes`: the category that is named. */
function mentionedCategory(reading: Reading): Column | undefined {
  const item = reading.items.find((other) => !other.used && columnOf(other, canGroup));
  const column = columnOf(item, canGroup);
  if (item && column) item.used = true;
  return column;
}

/** `how many airports have more than 100 strikes`: counted as a category, listed with its condition. */
function countedCategory(reading: Reading, measures: Measure[]): Column | undefined {
  const place = measures.findIndex((measure) => measure.aggregate === 'distinct');
  const name = measures[place]?.column;
  if (place < 0 || !name) return undefined;
  measures.splice(place, 1);
  assume(
    reading,
    `Listed each ${quoteName(name)} that fits; their number is the number of rows of the result.`,
  );
  return reading.table.columns.find((column) => column.name === name);
}

/** `share of rainy days`: the value's column becomes the grouping, so that the share can be read off. */
function shareGroup(reading: Reading, by: GroupKey[]): void {
  const named = mentionedCategory(reading);
  if (named) {
    by.push({ column: named.name });
    return;
  }
  const place = reading.filters.findIndex(
    (filter) =>
      (filter.operator === 'eq' || filter.operator === 'in') &&
      !filter.part &&
      typeof ('value' in filter ? filter.value : filter.values[0]) === 'string',
  );
  const filter = reading.filters[place];
  if (!filter) {
    reading.faults.push('A share needs groups, such as “share of rows by state”.');
    return;
  }
  reading.filters.splice(place, 1);
  by.push({ column: filter.column });
  assume(
    reading,
    `Showed the share of every ${quoteName(filter.column)}, so that the one asked for can be compared.`,
  );
}

/** `count of strikes, state`, `each species' average …`: a category named without `by`, right after the measures. */
function addMentionedGroups(reading: Reading, by: GroupKey[], measures: readonly Measure[]): void {
  if (by.length > 0) return;
  reading.items.forEach((item, at) => {
    const column = columnOf(item, canGroup);
    const before = reading.items[at - 1];
    const isNamed =
      isWord(reading.items[at + 2], 'their', 'its', 'the') ||
      tagOf(reading.items[at + 1], 'sort') ||
      tagOf(before, 'which') ||
      tagOf(reading.items[at - 2], 'which') ||
      tagOf(before, 'preposition') ||
      reading.chart !== undefined;
    if (
      item.used ||
      !column ||
      column.role === 'year' ||
      item.isRowNoun ||
      !isNamed ||
      measures.some((measure) => measure.column === column.name)
    )
      return;
    item.used = true;
    by.push({ column: column.name });
  });
}

/** `sorted by …, descending`, `alphabetically`. */
function ordered(reading: Reading, question: AggregateQuestion): AggregateQuestion {
  const { items } = reading;
  const direction = items.map((item) => tagOf(item, 'direction')?.direction).find(Boolean);
  const sortAt = items.findIndex((item) => tagOf(item, 'sort') !== undefined);
  if (!direction && sortAt < 0) return question;
  for (const item of items) if (tagOf(item, 'direction') || tagOf(item, 'sort')) item.used = true;
  const target = items
    .slice(sortAt + 1)
    .find(
      (item) => sortAt >= 0 && (item.columns.length > 0 || tagOf(item, 'count') || tagOf(item, 'bucket')),
    );
  const isKey = isKeyOrder(question, target, items);
  if (target) target.used = true;
  return {
    ...question,
    order: {
      by: isKey ? 'key' : 'measure',
      ...(isKey ? {} : { measure: 0 }),
      direction: direction ?? (isKey ? 'ascending' : 'descending'),
    },
  };
}

function isKeyOrder(question: AggregateQuestion, target: Item | undefined, items: readonly Item[]): boolean {
  if (
    items.some((item) =>
      isWord(item, 'alphabetically', 'alphabetical order', 'chronologically', 'chronological order'),
    )
  )
    return true;
  if (!target) return false;
  const names = target.columns.map((match) => match.column.name);
  return question.by.some((key) => names.includes(key.column) || (key.bucket && tagOf(target, 'bucket')));
}
