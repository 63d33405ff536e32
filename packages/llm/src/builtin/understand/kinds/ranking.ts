import type {
  Aggregate,
  AggregateQuestion,
  AnalysisQuestion,
  GroupKey,
  Measure,
  RankQuestion,
} from '../../question.ts';
import { columnAbout } from '../columns.ts';
import { type Item, impliedTag, tagOf } from '../items.ts';
import { columnAhead, defaultAggregate, measured } from '../read/column-choice.ts';
import type { Group } from '../read/groups.ts';
import type { ReadMeasures } from '../read/measures.ts';
import {
  assume,
  columnOf,
  hasPreposition,
  isWord,
  quoteName,
  type Reading,
  type Superlative,
} from '../read/reading.ts';
import { takeLeadingLimit } from '../read/superlatives.ts';
import { type Column, isMeasure, isNumeric, timeColumn } from '../table.ts';
import { enumerate, keyTitle, measureTitle } from '../titles.ts';
import { aggregateQuestion } from './aggregate.ts';
import { targetKey } from './group-target.ts';
import { questionBase } from './question-base.ts';
import { usualColumn } from './usual-column.ts';

/** Reads "the five wettest days", "top 10 airports by strikes", "which state has the highest cost". */
export function readRanking(
  reading: Reading,
  superlative: Superlative,
  groups: Group[],
  read: ReadMeasures,
): AnalysisQuestion | undefined {
  const isHead =
    isWord(reading.items[superlative.at], 'first', 'top') &&
    superlative.limit !== undefined &&
    reading.items.some((item) => tagOf(item, 'row')) &&
    read.bare.length === 0 &&
    read.measures.length === 0 &&
    groups.length === 0;
  if (isHead && !reading.items.some((item) => !item.used && tagOf(item, 'by')))
    return firstRows(reading, superlative.limit ?? 10);
  const next = reading.items[superlative.at + 1];
  if (next && /\b(most|least)$/i.test(reading.items[superlative.at]?.text ?? '') && isUnknownWord(next)) {
    reading.faults.push(
      `There is no column that tells what is “${reading.items[superlative.at]?.text} ${next.text}”.`,
    );
    return undefined;
  }
  const isCount = superlative.about?.includes('#count') ?? false;
  const about = superlative.about && !isCount ? columnAbout(superlative.about, reading.table) : undefined;
  const isNamed = read.bare.length > 0 || read.measures.length > 0;
  if (superlative.about && !isCount && !about && !isNamed && !superlative.about.includes('date')) {
    reading.faults.push(`There is no column that tells what is “${reading.items[superlative.at]?.text}”.`);
    return undefined;
  }
  const ranked = about ?? rankedColumn(reading, superlative, read);
  const target = targetKey(reading, superlative, ranked);
  const limit = superlative.limit ?? takeLeadingLimit(reading.items, superlative.at);
  const isWhen = reading.items.some((item) =>
    /^(when|on which date|which date|on which day)/i.test(item.text),
  );
  const isRowsRanked = target === 'rows' || (isWhen && target === undefined);
  if (
    ranked?.role === 'date' &&
    target === undefined &&
    groups.length > 0 &&
    !groups.some((group) => group.bucket)
  ) {
    return rankRows(reading, superlative, ranked, limit ?? 1, groups);
  }
  if (target && target !== 'rows') {
    if (groups.some((group) => group.column !== target.key.column || group.bucket !== target.key.bucket)) {
      reading.faults.push(
        'Groups can be ranked over the whole data, not anew within other groups; ask for one group at a time, or for the rows per group.',
      );
      return undefined;
    }
    const measure = groupMeasure(reading, superlative, read, ranked, {
      isAbout: about !== undefined,
      isCount,
      key: target.key,
    });
    if (!measure) return undefined;
    return rankedGroups(
      reading,
      superlative,
      [target.key, ...groups],
      [measure, ...read.measures],
      limit ?? (target.isPlural ? 10 : 1),
    );
  }
  if (groups.length > 0 && !(isRowsRanked && !groups.some((group) => group.bucket))) {
    return groupedExtremes(reading, superlative, groups, read, ranked, limit);
  }
  if (read.measures.length > 0 && !isRowsRanked && !ranked)
    return aggregateQuestion(reading, { measures: read.measures, by: groups, withShare: read.withShare });
  const column = ranked ?? usualColumn(reading);
  if (!column) return undefined;
  const isSingleValue = !isRowsRanked && limit === undefined && !about;
  if (isSingleValue) return extremeValue(reading, superlative, column);
  return rankRows(reading, superlative, column, limit, groups);
}

function isUnknownWord(item: Item): boolean {
  return (
    !item.used &&
    !item.isFiller &&
    !item.isBreak &&
    item.tags.length === 0 &&
    item.columns.length === 0 &&
    item.values.length === 0 &&
    !item.isRowNoun &&
    item.number === undefined
  );
}

/** `first 10 rows`: in the order of the file. */
function firstRows(reading: Reading, limit: number): AnalysisQuestion {
  for (const item of reading.items) if (tagOf(item, 'row')) item.used = true;
  return { kind: 'select', ...questionBase(reading, `First ${limit} rows`), limit };
}

function rankRows(
  reading: Reading,
  superlative: Superlative,
  column: Column,
  asked: number | undefined,
  groups: readonly Group[],
): RankQuestion {
  const isPlural = reading.items.some((item) => item.isRowNoun && /s$/i.test(item.text));
  const limit = asked ?? (isPlural && superlative.isTopWord ? 10 : isPlural ? 10 : 1);
  if (asked === undefined && isPlural) assume(reading, 'No number was given, so ten rows are shown.');
  const [per] = groups;
  const bounded = Math.max(1, Math.min(limit, 10_000));
  const what = bounded === 1 ? 'The row' : `The ${bounded} rows`;
  const title = `${what} with the ${superlative.direction} ${column.name}${per ? ` per ${per.column}` : ''}`;
  return {
    kind: 'rank',
    ...questionBase(reading, title),
    column: column.name,
    direction: superlative.direction,
    limit: bounded,
    ...(per ? { per: per.column } : {}),
    ...(reading.chart || reading.wantsChart ? { chart: reading.chart ?? 'bar' } : {}),
  };
}

/** `highest temp_max`: one number. */
function extremeValue(reading: Reading, superlative: Superlative, column: Column): AggregateQuestion {
  const measure: Measure = {
    aggregate: superlative.direction === 'highest' ? 'max' : 'min',
    column: column.name,
  };
  return aggregateQuestion(reading, { measures: [measure], by: [], withShare: false });
}

/** `highest price of each stock`: the extreme of each group. */
function groupedExtremes(
  reading: Reading,
  superlative: Superlative,
  groups: Group[],
  read: ReadMeasures,
  ranked: Column | undefined,
  limit: number | undefined,
): AggregateQuestion | undefined {
  if (
    (limit ?? 1) > 1 &&
    reading.items.some((item) => item.isRowNoun) &&
    read.measures.length === 0 &&
    groups.some((group) => group.bucket)
  ) {
    reading.faults.push('Rows can be ranked within the values of a column, not within periods of time.');
    return undefined;
  }
  const isTop = superlative.isTopWord || limit !== undefined || read.measures.length > 0;
  if (read.measures.length > 0)
    return rankedGroups(reading, superlative, groups, read.measures, limit ?? (isTop ? 10 : 1));
  const column = ranked ?? usualColumn(reading);
  if (!column) return undefined;
  const aggregate = superlative.direction === 'highest' ? 'max' : 'min';
  if (isTop && limit !== undefined)
    return rankedGroups(
      reading,
      superlative,
      groups,
      [{ aggregate: defaultAggregate(column, reading), column: column.name }],
      limit,
    );
  return aggregateQuestion(reading, {
    measures: [{ aggregate, column: column.name }],
    by: groups,
    withShare: read.withShare,
  });
}

function rankedGroups(
  reading: Reading,
  superlative: Superlative,
  by: GroupKey[],
  measures: Measure[],
  limit: number,
): AggregateQuestion {
  const distinct = measures.filter(
    (measure, index) =>
      measures.findIndex(
        (other) => other.aggregate === measure.aggregate && other.column === measure.column,
      ) === index,
  );
  const direction = superlative.direction === 'highest' ? 'descending' : 'ascending';
  const title = `${limit === 1 ? 'The' : `The ${limit}`} ${by.map(keyTitle).join(' and ')} with the ${superlative.direction} ${enumerate(distinct.slice(0, 1).map(measureTitle)).toLowerCase()}`;
  return {
    ...aggregateQuestion(reading, { measures: distinct, by, withShare: false }),
    ...questionBase(reading, title),
    order: { by: 'measure', measure: 0, direction },
    limit: Math.max(1, limit),
  };
}

/** What the groups are ranked by: the aggregate said, the rows counted, or the column with a fitting aggregate. */
function groupMeasure(
  reading: Reading,
  superlative: Superlative,
  read: ReadMeasures,
  ranked: Column | undefined,
  how: { isAbout: boolean; isCount: boolean; key: GroupKey },
): Measure | undefined {
  const [said] = read.measures;
  if (said && !how.isAbout) return said;
  if (how.isCount || !ranked) {
    const measures = reading.table.columns.filter(isMeasure);
    const rows = reading.items.find((item) => !item.used && (item.isRowNoun || tagOf(item, 'row')));
    if (rows) rows.used = true;
    const [only] = measures;
    if (!how.isCount && !rows && only && measures.length === 1)
      return { aggregate: defaultAggregate(only, reading), column: only.name };
    if (!how.isCount && !rows) assume(reading, 'Ranked by the number of rows.');
    return { aggregate: 'count', column: null };
  }
  const usual = defaultAggregate(ranked, reading);
  const extreme = superlative.direction === 'highest' ? 'max' : 'min';
  const aggregate =
    reading.overall ?? (usual === 'sum' ? 'sum' : how.isAbout || how.key.bucket ? 'mean' : extreme);
  const words: Partial<Record<Aggregate, string>> = {
    sum: 'total',
    mean: 'average',
    max: 'highest value',
    min: 'lowest value',
  };
  if (reading.overall) return { aggregate, column: ranked.name };
  assume(
    reading,
    `Compared the ${words[aggregate]} of ${quoteName(ranked.name)}; name another (average, total, highest) to change that.`,
  );
  return { aggregate, column: ranked.name };
}

/** The column the superlative speaks of: after `by`, right behind it, or left without an aggregate. */
function rankedColumn(reading: Reading, superlative: Superlative, read: ReadMeasures): Column | undefined {
  const { items } = reading;
  const own = items[superlative.at];
  if (own && impliedTag(own, 'superlative') && own.columns.length > 0) {
    own.used = true;
    return measured(reading, own)[0];
  }
  for (let at = superlative.at + 1; at < items.length; at += 1) {
    const item = items[at];
    if (
      !item ||
      item.used ||
      !(tagOf(item, 'by') || tagOf(item, 'sort') || hasPreposition(item, 'with', 'in', 'of'))
    )
      continue;
    const place = columnAhead(items, at + 1, isNumeric);
    const column = columnOf(items[place], isMeasure);
    if (column && tagOf(item, 'by')) return takeColumn(reading, item, items[place], column);
  }
  const ahead = columnAhead(items, superlative.at + 1, isMeasure);
  const item = items[ahead];
  if (item && !isRowWord(item)) {
    const [column] = measured(reading, item);
    item.used = true;
    return column;
  }
  const date = items.find(
    (other) =>
      !other.used &&
      (superlative.about?.includes('date') ?? false) &&
      columnOf(other, (column) => column.role === 'date'),
  );
  if (date) date.used = true;
  return (
    read.bare[0] ?? columnOf(date, (column) => column.role === 'date') ?? dateRanking(reading, superlative)
  );
}

function isRowWord(item: Item): boolean {
  return Boolean(item.isRowNoun) && (item.columns[0]?.score ?? 0) < 0.9;
}

function takeColumn(reading: Reading, by: Item, item: Item | undefined, column: Column): Column {
  by.used = true;
  if (!item) return column;
  item.used = true;
  return measured(reading, item)[0] ?? column;
}

/** `latest`, `first 10 rows`: ranked by time. */
function dateRanking(reading: Reading, superlative: Superlative): Column | undefined {
  return superlative.about?.includes('date') ? timeColumn(reading.table) : undefined;
}
