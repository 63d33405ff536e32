import type { Aggregate, Measure } from '../../question.ts';
import { type Item, impliedTag, tagOf } from '../items.ts';
import { type Column, isMeasure, isNumeric, type Table } from '../table.ts';
import { stem } from '../words.ts';
import { columnAhead, measured } from './column-choice.ts';
import { assume, columnOf, hasPreposition, isPassable, quoteName, type Reading } from './reading.ts';
import { jointEnd } from './said-aside.ts';

export interface ReadMeasures {
  measures: Measure[];
  /** Columns named without an aggregate. */
  bare: Column[];
  /** The phrases that named them. */
  bareItems: Item[];
  withShare: boolean;
}

/** Reads `average X`, `total X and maximum Y`, `number of Zs`; marks what it reads as used. */
export function readMeasures(reading: Reading): ReadMeasures {
  const result: ReadMeasures = { measures: [], bare: [], bareItems: [], withShare: false };
  const { items } = reading;
  for (let at = 0; at < items.length; at += 1) {
    const item = items[at];
    if (!item || item.used) continue;
    if (tagOf(item, 'share')) {
      result.withShare = true;
      item.used = true;
      readShared(reading, at, result);
    } else if (tagOf(item, 'distinct')) readDistinct(reading, at, result);
    else if (tagOf(item, 'count')) readCount(reading, at, result);
    else if (tagOf(item, 'aggregate')) at = readAggregate(reading, at, result);
  }
  readBare(reading, result);
  return result;
}

function addMeasure(result: ReadMeasures, measure: Measure): void {
  if (
    !result.measures.some((other) => other.aggregate === measure.aggregate && other.column === measure.column)
  )
    result.measures.push(measure);
}

function readShared(reading: Reading, at: number, result: ReadMeasures): void {
  const place = columnAhead(reading.items, at + 1, isMeasure);
  const item = reading.items[place];
  const column = columnOf(item, isMeasure);
  if (!item || !column || tagOf(reading.items[place - 1], 'by')) return;
  item.used = true;
  addMeasure(result, { aggregate: 'sum', column: column.name });
}

function readDistinct(reading: Reading, at: number, result: ReadMeasures): void {
  const { items } = reading;
  const item = items[at];
  if (item) item.used = true;
  const before = items[at - 1];
  if (tagOf(before, 'count') && before) before.used = true;
  const place = columnAhead(items, at + 1);
  const next = items[place];
  const column = columnOf(next);
  if (!next || !column) return;
  next.used = true;
  addMeasure(result, { aggregate: 'distinct', column: column.name });
}

/** `number of strikes` counts rows; `number of airlines` counts different airlines; `number of votes` adds up. */
function readCount(reading: Reading, at: number, result: ReadMeasures): void {
  const { items } = reading;
  const item = items[at];
  if (
    !item ||
    result.measures.some((measure) => measure.aggregate === 'distinct' && tagOf(items[at + 1], 'distinct'))
  )
    return;
  item.used = true;
  if (tagOf(items[at + 1], 'distinct') || tagOf(items[at + 2], 'distinct')) {
    readDistinct(reading, tagOf(items[at + 1], 'distinct') ? at + 1 : at + 2, result);
    return;
  }
  let index = at + 1;
  while (
    index < items.length &&
    !items[index]?.used &&
    (isPassable(items[index]) || hasPreposition(items[index], 'of')) &&
    !items[index]?.isRowNoun
  )
    index += 1;
  const noun = items[index];
  const column = columnOf(noun);
  const isDated = column?.role === 'date' && Boolean(noun && opensWithRows(noun, reading.table));
  const isRows =
    !noun || noun.used || noun.isRowNoun || tagOf(noun, 'row') || !column || noun.isBreak || isDated;
  if (isRows) {
    if (noun && !noun.used && (noun.isRowNoun || tagOf(noun, 'row') || isDated)) {
      noun.used = true;
      if (columnOf(noun, (own) => own.role === 'category') && !isCountedByOther(reading)) {
        addMeasure(result, { aggregate: 'distinct', column: columnOf(noun)?.name ?? null });
        return;
      }
    }
    addMeasure(result, { aggregate: 'count', column: null });
    return;
  }
  if (isMeasure(column) && (noun.columns[0]?.score ?? 0) >= 0.6) {
    noun.used = true;
    addMeasure(result, { aggregate: 'sum', column: column.name });
    assume(reading, `Added up ${quoteName(column.name)} for “${item.text} ${noun.text}”.`);
    return;
  }
  const joint = items[index - 1];
  if (tagOf(joint, 'by') || tagOf(noun, 'bucket')) {
    addMeasure(result, { aggregate: 'count', column: null });
    return;
  }
  noun.used = true;
  readCountedColumn(reading, result, column, noun);
}

/** `movies released`: the rows, whatever else the words could name. */
function opensWithRows(item: Item, table: Table): boolean {
  return table.rowNouns.has(stem(item.tokens[0]?.lower ?? ''));
}

/** With groups or conditions on groups elsewhere, a category counted is a count of its different values. */
function readCountedColumn(reading: Reading, result: ReadMeasures, column: Column, noun: Item): void {
  addMeasure(result, { aggregate: 'distinct', column: column.name });
  assume(reading, `Counted the different values of ${quoteName(column.name)} for “${noun.text}”.`);
}

function isCountedByOther(reading: Reading): boolean {
  return reading.items.some((item) => !item.used && (tagOf(item, 'by') || tagOf(item, 'each')));
}

/** One or more aggregates over one or more columns: `min, max and average of price`. */
function readAggregate(reading: Reading, at: number, result: ReadMeasures): number {
  const { items } = reading;
  const aggregates: Aggregate[] = [];
  let index = at;
  for (;;) {
    const item = items[index];
    const tag = item && !item.used ? tagOf(item, 'aggregate') : undefined;
    if (!tag || !item) break;
    aggregates.push(tag.aggregate);
    item.used = true;
    const next = jointEnd(items, index + 1);
    if (!tagOf(items[next], 'aggregate')) break;
    for (let place = index + 1; place < next; place += 1) markJoint(items[place]);
    index = next;
  }
  const columns = readColumnList(reading, index + 1);
  if (columns.length === 0 && aggregates.every((aggregate) => aggregate === 'min' || aggregate === 'max'))
    columns.push(...dateAhead(reading, index + 1));
  if (columns.length === 0) columns.push(...moneyOf(reading, index + 1));
  const nextCount = items[index + 1];
  if (
    columns.length === 0 &&
    aggregates.length === 1 &&
    aggregates[0] === 'sum' &&
    nextCount &&
    isRowsAhead(items, index + 1)
  ) {
    addMeasure(result, { aggregate: 'count', column: null });
    return index;
  }
  if (columns.length === 0) columns.push(...columnBehind(reading, at));
  if (columns.length === 0 && result.measures.length > 0) {
    const first = items[at];
    if (first) first.used = false;
    return index;
  }
  if (columns.length === 0) columns.push(...columnsWithout(reading, index + 1, aggregates));
  for (const column of columns)
    for (const aggregate of aggregates) addMeasure(result, { aggregate, column: column.name });
  return index;
}

/** `first and last date`: dates have a lowest and a highest value too. */
function dateAhead(reading: Reading, at: number): Column[] {
  const item = reading.items[columnAhead(reading.items, at, (column) => column.role === 'date')];
  const column = columnOf(item, (other) => other.role === 'date');
  if (!item || !column) return [];
  item.used = true;
  return [column];
}

/** `total sales` of a table of sales: its amounts. */
function moneyOf(reading: Reading, at: number): Column[] {
  const item = reading.items
    .slice(at, at + 3)
    .find((other) => !isPassable(other) && !hasPreposition(other, 'of'));
  if (!item || item.used || !/^(sales?|revenues?|spend(ing)?|turnover|payments?|earnings)$/i.test(item.text))
    return [];
  const additive = reading.table.columns.filter(
    (column) =>
      isMeasure(column) &&
      column.words.some((word) =>
        ['amount', 'revenue', 'total', 'sale', 'price', 'spend', 'payment'].includes(word),
      ),
  );
  const [first] = additive;
  if (!first) return [];
  item.used = true;
  assume(reading, `Took ${quoteName(first.name)} for “${item.text}”.`);
  return [first];
}

/** `price volatility`: the column stands before the aggregate. */
function columnBehind(reading: Reading, at: number): Column[] {
  const item = reading.items[at - 1];
  if (!item || item.used || !columnOf(item, isMeasure) || tagOf(reading.items[at - 2], 'by')) return [];
  item.used = true;
  return measured(reading, item);
}

function isRowsAhead(items: Item[], at: number): boolean {
  const place = items.findIndex(
    (item, index) => index >= at && !isPassable(item) && !hasPreposition(item, 'of') && !tagOf(item, 'count'),
  );
  const item = items[place];
  if (!item || !(item.isRowNoun || tagOf(item, 'row')) || place > at + 2) return false;
  item.used = true;
  for (let index = at; index < place; index += 1) markJoint(items[index]);
  return true;
}

function markJoint(item: Item | undefined): void {
  if (item) item.used = true;
}

/** `temp_max and temp_min`, `the price`, `of body mass, flipper length`. */
function readColumnList(reading: Reading, at: number): Column[] {
  const { items } = reading;
  const columns: Column[] = [];
  let place = columnAhead(items, at);
  while (place >= 0) {
    const item = items[place];
    const found = item && !tagOf(items[place - 1], 'by') ? measured(reading, item) : [];
    if (!item || found.length === 0) break;
    columns.push(...found);
    item.used = true;
    const next = jointEnd(items, place + 1);
    if (next === place + 1 || tagOf(items[next], 'aggregate') || tagOf(items[next], 'superlative')) break;
    const follower = items[next];
    place =
      follower && !follower.used && columnOf(follower, isNumeric) && !impliedTag(follower, 'superlative')
        ? next
        : -1;
    if (place >= 0)
      for (let index = next - 1; index > 0 && !items[index]?.columns.length; index -= 1)
        markJoint(items[index]);
  }
  return columns;
}

/** `averages by species`: every measure, or the one there is; an unknown word after the aggregate is a fault. */
function columnsWithout(reading: Reading, at: number, aggregates: readonly Aggregate[]): Column[] {
  const { items, table } = reading;
  const unknown = items.slice(at, at + 3).find((item) => !isPassable(item) && !hasPreposition(item, 'of'));
  const measures = table.columns.filter(isMeasure);
  const isOpen =
    !unknown ||
    unknown.used ||
    tagOf(unknown, 'by') ||
    unknown.isRowNoun ||
    unknown.isBreak ||
    tagOf(unknown, 'each') ||
    tagOf(unknown, 'preposition') ||
    tagOf(unknown, 'intent') ||
    tagOf(unknown, 'chart') ||
    hasOwnColumn(reading);
  if (!isOpen && unknown && unknown.columns.length === 0) {
    reading.faults.push(`There is no column for “${unknown.text}” in ${table.names.join(' and ')}.`);
    return [];
  }
  if (unknown && unknown.columns.length > 0 && !unknown.used && !isOpen) {
    reading.faults.push(
      `${quoteName(unknown.columns[0]?.column.name ?? '')} holds no numbers, so it has no ${aggregates[0] ?? 'aggregate'}.`,
    );
    return [];
  }
  if (hasOwnColumn(reading)) return [];
  if (measures.length === 0)
    reading.faults.push(`There is no column of numbers in ${table.names.join(' and ')} to compute on.`);
  if (measures.length > 1) assume(reading, 'No column was named, so every measure is shown.');
  return measures;
}

function hasOwnColumn(reading: Reading): boolean {
  return reading.items.some((item) => !item.used && columnOf(item, isMeasure) && !tagOf(item, 'bucket'));
}

/** Numeric columns left without an aggregate: `rainfall by month`; an implied one (`highest temperature`) counts. */
function readBare(reading: Reading, result: ReadMeasures): void {
  reading.items.forEach((item, at) => {
    if (item.used || (item.isRowNoun && (item.columns[0]?.score ?? 0) < 0.9)) return;
    const columns =
      columnOf(item, isMeasure) && !item.isFileName ? measured(reading, item).filter(isMeasure) : [];
    const before = reading.items[at - 1];
    if (columns.length === 0 || tagOf(before, 'superlative')) return;
    const implied = impliedTag(item, 'aggregate') ?? superlativeAggregate(item);
    if (implied && columns.every((column) => column.words.length <= item.tokens.length)) {
      item.used = true;
      for (const column of columns) addMeasure(result, { aggregate: implied.aggregate, column: column.name });
      return;
    }
    item.used = true;
    result.bare.push(...columns);
    result.bareItems.push(item);
  });
}

function superlativeAggregate(item: Item): { aggregate: Aggregate } | undefined {
  const tag = impliedTag(item, 'superlative');
  return tag && { aggregate: tag.direction === 'highest' ? 'max' : 'min' };
}
