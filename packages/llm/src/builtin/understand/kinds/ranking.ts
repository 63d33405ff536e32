import type {
  Aggregate,
  AggregateQuestion,
  AnalysisQuestion,
  GroupKey,
  Measure,
  RankQuestion,
} from '../../question.ts';
import { columnAbout } from '../columns.ts';
import { type Item, tagOf } from '../items.ts';
import { defaultAggregate } from '../read/column-choice.ts';
import type { Group } from '../read/groups.ts';
import type { ReadMeasures } from '../read/measures.ts';
import { assume, isWord, quoteName, type Reading, type Superlative } from '../read/reading.ts';
import { takeLeadingLimit } from '../read/superlatives.ts';
import { type Column, isMeasure } from '../table.ts';
import { keyTitle } from '../titles.ts';
import { aggregateQuestion } from './aggregate.ts';
import { type Target, targetKey } from './group-target.ts';
import { questionBase } from './question-base.ts';
import { namedBehind, rankedColumn } from './ranked-column.ts';
import { rankedGroups } from './ranked-groups.ts';
import { usualColumn } from './usual-column.ts';

/** What is ranked, and how, once every phrase has been read. */
interface Asked {
  reading: Reading;
  superlative: Superlative;
  groups: Group[];
  read: ReadMeasures;
  /** The column that an adjective such as `wettest` speaks of. */
  about?: Column;
  ranked?: Column;
  target?: ReturnType<typeof targetKey>;
  limit?: number;
}

/** Reads "the five wettest days", "top 10 airports by strikes", "which state has the highest cost". */
export function readRanking(
  reading: Reading,
  superlative: Superlative,
  groups: Group[],
  read: ReadMeasures,
): AnalysisQuestion | undefined {
  if (isHead(reading, superlative, groups, read)) return firstRows(reading, superlative.limit ?? 10);
  const isCount = superlative.about?.includes('#count') ?? false;
  const about = superlative.about && !isCount ? columnAbout(superlative.about, reading.table) : undefined;
  const fault = unknownRanking(reading, superlative, read, isCount || about !== undefined);
  if (fault) {
    reading.faults.push(fault);
    return undefined;
  }
  const ranked = namedBehind(reading, superlative) ?? about ?? rankedColumn(reading, superlative, read);
  const target = targetKey(reading, superlative, ranked);
  const limit = superlative.limit ?? takeLeadingLimit(reading.items, superlative.at);
  const asked: Asked = { reading, superlative, groups, read, about, ranked, target, limit };
  return (
    rankedByTime(asked) ??
    (target && target !== 'rows' ? rankTarget(asked, target, isCount) : rankWithin(asked))
  );
}

function isHead(
  reading: Reading,
  superlative: Superlative,
  groups: readonly Group[],
  read: ReadMeasures,
): boolean {
  const { items } = reading;
  return (
    isWord(items[superlative.at], 'first', 'top') &&
    superlative.limit !== undefined &&
    items.some((item) => tagOf(item, 'row')) &&
    read.bare.length === 0 &&
    read.measures.length === 0 &&
    groups.length === 0 &&
    !items.some((item) => !item.used && tagOf(item, 'by'))
  );
}

/** Why nothing can be ranked: an adjective or a `most …` that no column tells of. */
function unknownRanking(
  reading: Reading,
  superlative: Superlative,
  read: ReadMeasures,
  isKnown: boolean,
): string | undefined {
  const typed = reading.items[superlative.at]?.text ?? '';
  const next = reading.items[superlative.at + 1];
  if (next && /\b(most|least)$/i.test(typed) && isUnknownWord(next))
    return `There is no column that tells what is “${typed} ${next.text}”.`;
  const isNamed = read.bare.length > 0 || read.measures.length > 0;
  if (superlative.about && !isKnown && !isNamed && !superlative.about.includes('date'))
    return `There is no column that tells what is “${typed}”.`;
  return undefined;
}

function asksWhen(reading: Reading): boolean {
  return reading.items.some((item) => /^(when|on which date|which date|on which day)/i.test(item.text));
}

/** `highest price, and when`, `latest date per symbol`: rows, whatever else is named. */
function rankedByTime({
  reading,
  superlative,
  groups,
  read,
  ranked,
  target,
  limit,
}: Asked): RankQuestion | undefined {
  if (!ranked) return undefined;
  const isDated =
    asksWhen(reading) &&
    target !== 'rows' &&
    target?.key.bucket === undefined &&
    groups.length === 0 &&
    read.measures.length === 0;
  const isLast =
    ranked.role === 'date' &&
    target === undefined &&
    groups.length > 0 &&
    !groups.some((group) => group.bucket);
  return isDated || isLast ? rankRows(reading, superlative, ranked, limit ?? 1, groups) : undefined;
}

/** `top 10 airports by strikes`: groups are ranked. */
function rankTarget(asked: Asked, target: Target, isCount: boolean): AnalysisQuestion | undefined {
  const { reading, superlative, groups, read, about, ranked } = asked;
  const limit = asked.limit ?? (target.isPlural ? 10 : 1);
  const [list] = groups;
  if (list && ranked && groups.length === 1 && isOneRowEach(reading, target.key, list))
    return rankRows(reading, superlative, ranked, limit, groups);
  if (groups.some((group) => group.column !== target.key.column || group.bucket !== target.key.bucket)) {
    reading.faults.push(
      'Groups can be ranked over the whole data, not anew within other groups; ask for one group at a time, or for the rows per group.',
    );
    return undefined;
  }
  const how = { isAbout: about !== undefined, isCount, key: target.key };
  const measure = groupMeasure(reading, superlative, read, ranked, how);
  if (!measure) return undefined;
  return rankedGroups(reading, superlative, [target.key, ...groups], [measure, ...read.measures], limit);
}

/** `the five wettest days`, `the hottest day of each year`, `highest price by symbol`: rows, or extremes of groups. */
function rankWithin(asked: Asked): AnalysisQuestion | undefined {
  const { reading, superlative, groups, read, about, ranked, target, limit } = asked;
  const isRowsRanked = target === 'rows' || (asksWhen(reading) && target === undefined);
  const isPeriodic = groups.some((group) => group.bucket);
  if (target === 'rows' && groups.length === 1 && isPeriodic && read.measures.length === 0 && ranked)
    return rankRows(reading, superlative, ranked, limit ?? 1, groups);
  if (countsBefore(asked))
    return rankedGroups(reading, superlative, groups, [{ aggregate: 'count', column: null }], limit ?? 10);
  if (groups.length > 0 && !(isRowsRanked && !isPeriodic))
    return groupedExtremes(reading, superlative, groups, read, ranked, limit);
  if (read.measures.length > 0 && !isRowsRanked && !ranked)
    return aggregateQuestion(reading, { measures: read.measures, by: groups, withShare: read.withShare });
  const column = ranked ?? usualColumn(reading);
  if (!column) return undefined;
  const isSingleValue = !isRowsRanked && limit === undefined && !about;
  if (isSingleValue) return extremeValue(reading, superlative, column);
  return rankRows(reading, superlative, column, limit, groups);
}

/** `strikes by state, top 10`: rows are counted in groups that were named first. */
function countsBefore({ reading, superlative, groups, read, ranked, limit }: Asked): boolean {
  return (
    superlative.isTopWord &&
    limit !== undefined &&
    !ranked &&
    !superlative.about &&
    read.measures.length === 0 &&
    groups.some((group) => group.at < superlative.at) &&
    reading.items.slice(0, superlative.at).some((item) => item.isRowNoun || tagOf(item, 'row'))
  );
}

/** Whether there is one row for each pair of two columns' values, as of each country in each year. */
function isOneRowEach(reading: Reading, key: GroupKey, list: GroupKey): boolean {
  if (key.bucket || list.bucket || key.column === list.column) return false;
  const [first, second] = [key, list].map(
    ({ column }) => reading.table.columns.find((other) => other.name === column)?.profile.distinctCount ?? 0,
  );
  return (first ?? 0) * (second ?? 0) === reading.table.rowCount;
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
  const title = `${what} with the ${superlative.direction} ${column.name}${per ? ` per ${keyTitle(per)}` : ''}`;
  return {
    kind: 'rank',
    ...questionBase(reading, title),
    column: column.name,
    direction: superlative.direction,
    limit: bounded,
    ...(per ? { per: per.column } : {}),
    ...(per?.bucket ? { perBucket: per.bucket } : {}),
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
