import type { Measure } from '../../question.ts';
import { columnAbout } from '../columns.ts';
import { type Item, impliedTag, tagOf } from '../items.ts';
import type { CompareOperator } from '../lexicon/tag.ts';
import { type Column, isNumeric } from '../table.ts';
import { comparedColumn, countsRows, isApart } from './compared.ts';
import { readEqualNumbers, readPositive, readSigned } from './equal-numbers.ts';
import {
  addFilter,
  assume,
  columnOf,
  hasPreposition,
  isPassable,
  isWord,
  quoteName,
  type Reading,
} from './reading.ts';
import { inColumnUnit, isUnit } from './units.ts';

interface NumberAt {
  value: number;
  unit?: string;
  /** Place of the last item taken: the number or its unit. */
  end: number;
}

interface Comparison {
  operator: CompareOperator | 'between';
  value: NumberAt;
  upper?: NumberAt;
  about?: string[];
  /** First and last place taken. */
  from: number;
  to: number;
}

/** Turns `wind > 8`, `more than 20 mm of rain`, `heavier than 5 kg`, `between 5 and 10` into filters or group conditions. */
export function readComparisons(reading: Reading): void {
  for (let at = 0; at < reading.items.length; at += 1) {
    const comparison = comparisonAt(reading.items, at);
    if (comparison) apply(reading, comparison);
  }
  readEqualNumbers(reading);
  readPositive(reading);
  readSigned(reading);
}

function comparisonAt(items: readonly Item[], at: number): Comparison | undefined {
  const item = items[at];
  if (!item || item.used) return undefined;
  if (tagOf(item, 'between')) {
    const lower = numberAt(items, at + 1);
    const joint = lower && items[lower.end + 1];
    if (!lower || !(tagOf(joint, 'and') || hasPreposition(joint, 'to'))) return undefined;
    const upper = numberAt(items, lower.end + 2);
    return (
      upper && {
        operator: 'between',
        value: sharedMagnitude(lower, upper, items[upper.end]),
        upper,
        from: at,
        to: upper.end,
      }
    );
  }
  const after = tagOf(item, 'before')
    ? ({ operator: 'lt', about: undefined } as const)
    : tagOf(item, 'after')
      ? ({ operator: 'gt', about: undefined } as const)
      : undefined;
  const tag = tagOf(item, 'comparator') ?? after;
  if (tag) {
    const value = numberAt(items, at + 1);
    if (value) return { operator: tag.operator, value, about: tag.about, from: at, to: value.end };
  }
  if (item.number !== undefined) {
    const value = numberAt(items, at);
    const trailing = value && tagOf(items[value.end + 1], 'comparator');
    if (
      value &&
      trailing &&
      (trailing.operator === 'ge' || trailing.operator === 'le') &&
      /^(or|and)\b/i.test(items[value.end + 1]?.text ?? '')
    ) {
      return { operator: trailing.operator, value, from: at, to: value.end + 1 };
    }
  }
  return undefined;
}

/** `between 10 and 20 million`: both are millions. */
function sharedMagnitude(lower: NumberAt, upper: NumberAt, item: Item | undefined): NumberAt {
  const typed = /^[^\d]*([\d.,]+)\s*(thousand|million|billion|bn|mn|[kmb])$/i.exec(item?.text ?? '');
  const factor = typed?.[1] ? upper.value / Number(typed[1].replace(/,/g, '')) : 1;
  return factor > 1 && lower.value * factor <= upper.value
    ? { ...lower, value: lower.value * factor }
    : lower;
}

function numberAt(items: readonly Item[], at: number): NumberAt | undefined {
  let index = at;
  while (isPassable(items[index]) && index < at + 2 && items[index]?.number === undefined) index += 1;
  if (isWord(items[index], '$', '€', '£')) index += 1;
  const item = items[index];
  if (!item || item.number === undefined || item.used || item.unit === 'ordinal') return undefined;
  const glued = item.unit && item.unit !== 'word' ? item.unit : undefined;
  const next = items[index + 1];
  const spoken =
    next && !next.used && next.columns.length === 0 && isUnit(next.text.toLowerCase())
      ? next.text.toLowerCase()
      : undefined;
  if (!glued && spoken && spoken !== 'in') {
    const celsius = items[index + 2];
    const isDouble = celsius !== undefined && isWord(celsius, 'c', 'celsius', 'fahrenheit', 'f');
    return { value: item.number, unit: spoken, end: index + (isDouble ? 2 : 1) };
  }
  return { value: item.number, unit: glued, end: index };
}

function apply(reading: Reading, comparison: Comparison): void {
  const { items } = reading;
  const spoken = comparison.about && columnAbout(comparison.about, reading.table);
  const about = columnBefore(items, comparison.from) ? undefined : spoken;
  if (!about && countsRows(items, comparison)) {
    applyToRows(reading, comparison);
    return;
  }
  const own = columnBefore(items, comparison.from);
  const behind = columnAfter(items, comparison.to);
  const isOwnBehind = behind?.to === comparison.to + 1 && isApart(items, own, comparison.from);
  const left = isOwnBehind ? undefined : own;
  const right = about || left ? undefined : behind;
  const named = left ? items[left.from] : right && items[right.to];
  const column =
    about ??
    (named && comparedColumn(reading, named, comparison)) ??
    left?.column ??
    right?.column ??
    columnOfUnit(reading, comparison);
  if (!column) {
    applyToRows(reading, comparison);
    return;
  }
  const range = left
    ? { from: left.from, to: comparison.to }
    : { from: comparison.from, to: right?.to ?? comparison.to };
  const measure = aggregateBefore(items, left?.from ?? comparison.from, column);
  if (measure) {
    for (let index = measure.at; index <= range.to; index += 1) use(items[index]);
    addCondition(reading, { aggregate: measure.aggregate, column: column.name }, comparison);
    return;
  }
  for (let index = range.from; index <= range.to; index += 1) use(items[index]);
  addComparison(reading, column, comparison);
}

/** `above 30 degrees`, `over 5 kg`, `more than 10 mm`: the unit alone tells the column where one has it. */
function columnOfUnit(reading: Reading, comparison: Comparison): Column | undefined {
  const unit = comparison.upper?.unit ?? comparison.value.unit;
  const { columns } = reading.table;
  if (!unit || unit === '%') return undefined;
  const inUnit = columns.filter(
    (column) =>
      column.unit !== undefined && (column.unit === unit || inColumnUnit(1, unit, column.unit).isConverted),
  );
  const isCold = comparison.operator === 'lt' || comparison.operator === 'le';
  const about = /^(°|°c|°f|c|degrees?|celsius)$/.test(unit)
    ? columnAbout(isCold ? ['temp_min', 'temperature'] : ['temp_max', 'temperature'], reading.table)
    : unit === 'mm' && inUnit.length === 0
      ? columnAbout(['precipitation'], reading.table)
      : undefined;
  const chosen = about ?? (inUnit.length === 1 ? inUnit[0] : undefined);
  if (chosen)
    assume(reading, `Took ${comparison.value.value} ${unit} to be about ${quoteName(chosen.name)}.`);
  return chosen;
}

function use(item: Item | undefined): void {
  if (item) item.used = true;
}

/** `the temperature dropped below zero`: verbs between a column and its comparison. */
const movements = [
  'drop',
  'dropped',
  'drops',
  'fell',
  'rose',
  'rise',
  'rises',
  'climbed',
  'stayed',
  'stays',
  'sank',
];

function canCompare(column: Column): boolean {
  return isNumeric(column);
}

function columnBefore(items: readonly Item[], at: number): { column: Column; from: number } | undefined {
  for (let index = at - 1; index >= Math.max(0, at - 4); index -= 1) {
    const item = items[index];
    if (!item || item.used || isWord(item, ',')) return undefined;
    const column = columnOf(item, canCompare);
    if (column && !tagOf(items[index - 1], 'by')) return { column, from: index };
    const isLink =
      isPassable(item) ||
      tagOf(item, 'is') ||
      hasPreposition(item, 'of', 'that', 'at', 'with', 'in') ||
      tagOf(item, 'have') ||
      isWord(item, ...movements);
    if (!isLink || column || item.isRowNoun) return undefined;
  }
  return undefined;
}

function columnAfter(items: readonly Item[], at: number): { column: Column; to: number } | undefined {
  for (let index = at + 1; index <= Math.min(items.length - 1, at + 3); index += 1) {
    const item = items[index];
    if (!item || item.used) return undefined;
    const column = columnOf(item, canCompare);
    const isRowWordFirst = item.isRowNoun && (item.columns[0]?.score ?? 0) < 0.9;
    if (column && !isRowWordFirst) return { column, to: index };
    if (!(isPassable(item) || hasPreposition(item, 'of', 'in', 'for', 'on', 'at'))) return undefined;
  }
  return undefined;
}

/** The aggregate in `average rating above 7`, which makes the comparison one of groups. */
function aggregateBefore(
  items: readonly Item[],
  at: number,
  column: Column,
): { aggregate: Measure['aggregate']; at: number } | undefined {
  const own = items[at];
  const implied = own && impliedTag(own, 'aggregate');
  if (own && implied && column.words.length < own.tokens.length) return { aggregate: implied.aggregate, at };
  for (let index = at - 1; index >= Math.max(0, at - 2); index -= 1) {
    const item = items[index];
    const tag = tagOf(item, 'aggregate');
    if (tag && !item?.used) return { aggregate: tag.aggregate, at: index };
    if (!isPassable(item) && !hasPreposition(item, 'of')) return undefined;
  }
  return undefined;
}

/** `more than 100 strikes`: a condition on the number of rows; `over 100` of nothing is a fault. */
function applyToRows(reading: Reading, comparison: Comparison): void {
  const { items, table } = reading;
  let index = comparison.to + 1;
  while (isPassable(items[index]) && !items[index]?.isRowNoun) index += 1;
  const noun = items[index];
  const isRows = noun && !noun.used && (noun.isRowNoun || tagOf(noun, 'row') || isWord(noun, 'times'));
  const measures = table.columns.filter((column) => column.role === 'measure');
  const isOpen = (!noun || noun.isBreak) && items.some((item) => tagOf(item, 'count'));
  if (isRows || isOpen || countStandsBefore(items, comparison.from)) {
    for (let place = comparison.from; place <= (isRows ? index : comparison.to); place += 1)
      use(items[place]);
    addCondition(reading, { aggregate: 'count', column: null }, comparison);
  } else if (measures.length === 1 && measures[0]) {
    for (let place = comparison.from; place <= comparison.to; place += 1) use(items[place]);
    addComparison(reading, measures[0], comparison);
    assume(
      reading,
      `Took the comparison with ${comparison.value.value} to be about ${quoteName(measures[0].name)}, the one measure in the data.`,
    );
  } else {
    const next = noun && !noun.isBreak ? ` (“${noun.text}”)` : '';
    reading.faults.push(
      `It is not clear which column is to be compared with ${comparison.value.value}${next}.`,
    );
  }
}

function countStandsBefore(items: Item[], at: number): boolean {
  for (let index = at - 1; index >= Math.max(0, at - 4); index -= 1) {
    const item = items[index];
    if (tagOf(item, 'count')) {
      const isCondition = [items[index - 1], items[index - 2]].some(
        (other) => hasPreposition(other) || tagOf(other, 'have') || isWord(other, 'and', 'only'),
      );
      if (!isCondition) return false;
      for (let place = index; place < at; place += 1) use(items[place]);
      return true;
    }
    if (!(isPassable(item) || item?.isRowNoun || tagOf(item, 'row') || tagOf(item, 'is'))) return false;
  }
  return false;
}

function addCondition(reading: Reading, measure: Measure, comparison: Comparison): void {
  const { operator, value, upper } = comparison;
  if (operator === 'between' && upper) {
    reading.conditions.push(
      { measure, operator: 'ge', value: value.value },
      { measure, operator: 'le', value: upper.value },
    );
  } else if (operator !== 'between') reading.conditions.push({ measure, operator, value: value.value });
}

function addComparison(reading: Reading, column: Column, comparison: Comparison): void {
  const { operator, upper } = comparison;
  const value = converted(reading, column, comparison.value);
  if (operator === 'between' && upper) {
    const other = converted(reading, column, { ...upper, unit: upper.unit });
    const from =
      upper.unit && !comparison.value.unit
        ? converted(reading, column, { ...comparison.value, unit: upper.unit })
        : value;
    addFilter(reading, {
      column: column.name,
      operator,
      from: Math.min(from, other),
      to: Math.max(from, other),
    });
  } else if (operator !== 'between') addFilter(reading, { column: column.name, operator, value });
}

function converted(reading: Reading, column: Column, number: NumberAt): number {
  const isPercent = number.unit === '%' || number.unit === 'percent';
  if (isPercent && typeof column.profile.max === 'number' && column.profile.max <= 1 && number.value > 1) {
    const share = Number((number.value / 100).toPrecision(12));
    assume(
      reading,
      `Read ${number.value}% as ${share}, as ${quoteName(column.name)} goes up to ${column.profile.max}.`,
    );
    return share;
  }
  const result = inColumnUnit(number.value, number.unit, column.unit);
  if (result.isConverted) {
    assume(
      reading,
      `Read ${number.value} ${number.unit} as ${result.value} ${column.unit}, the unit in the name of ${quoteName(column.name)}.`,
    );
  }
  return result.value;
}
