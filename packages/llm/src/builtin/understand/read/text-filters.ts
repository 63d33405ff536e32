import { type Item, tagOf } from '../items.ts';
import type { Column, Table } from '../table.ts';
import { inStyleOf, knownValues, showsAllValues } from '../values.ts';
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

/** `Title contains "war"`, `with missing Director`, `directed by Ang Lee`, `where country is Narnia`. */
export function readTextFilters(reading: Reading): void {
  readMissing(reading);
  readTextMatches(reading);
  readQuoted(reading);
  readUnseen(reading);
}

function mark(items: readonly Item[], from: number, to: number): void {
  for (let index = from; index <= to; index += 1) {
    const item = items[index];
    if (item) item.used = true;
  }
}

/** The nearest column around a place, over links such as `is`, `a`, `for`, `values of`. */
function columnNear(items: readonly Item[], at: number, step: 1 | -1): number {
  for (
    let index = at + step;
    index >= 0 && index < items.length && Math.abs(index - at) <= 5;
    index += step
  ) {
    const item = items[index];
    if (!item || item.used || item.isBreak) return -1;
    if (columnOf(item) && !item.isFileName) return index;
    const isLink =
      isPassable(item) ||
      tagOf(item, 'is') ||
      hasPreposition(item, 'of', 'for', 'in', 'where', 'that', 'with') ||
      tagOf(item, 'have');
    if (!isLink) return -1;
  }
  return -1;
}

function readMissing(reading: Reading): void {
  const { items } = reading;
  items.forEach((item, at) => {
    const isPresent = tagOf(item, 'present') !== undefined;
    const isMissing =
      tagOf(item, 'missing') !== undefined ||
      (tagOf(item, 'not') !== undefined &&
        isWord(item, 'without', 'excluding', 'ignoring', 'exclude', 'not') &&
        isBareColumnNext(items, at));
    if (item.used || (!isPresent && !isMissing) || reading.intents.has('clean')) return;
    const isPlainNo = isWord(item, 'no', 'with no', 'has no', 'have no', 'having no', 'without any');
    const after = columnNear(items, at, 1);
    const before = isPlainNo ? -1 : columnNear(items, at, -1);
    const isPredicate =
      tagOf(items[at - 1], 'is') !== undefined || /^(is|are|was|were|has)\b/i.test(item.text);
    const place = isPredicate && before >= 0 ? before : after >= 0 ? after : before;
    const column = columnOf(items[place]);
    if (!column) return;
    const isNegated =
      tagOf(items[at - 1], 'not') !== undefined ||
      isWord(items[at - 1], 'not') ||
      (isPlainNo && tagOf(items[at + 1], 'missing') !== undefined);
    mark(items, Math.min(place, at) - (isNegated && place > at ? 1 : 0), Math.max(place, at));
    const nothing = isPlainNo && !isNegated ? nothingValue(column) : undefined;
    if (nothing !== undefined) {
      addFilter(reading, { column: column.name, operator: 'eq', value: nothing });
      assume(reading, `Read “no ${items[place]?.text}” as ${quoteName(column.name)} = ${nothing}.`);
      return;
    }
    const isNone = isPlainNo && !isNegated && column.role === 'measure' && column.profile.nullCount === 0;
    if (isNone) {
      addFilter(reading, { column: column.name, operator: 'eq', value: 0 });
      assume(reading, `Read “no ${items[place]?.text}” as ${quoteName(column.name)} = 0.`);
    } else
      addFilter(reading, { column: column.name, operator: isPresent || isNegated ? 'not-null' : 'is-null' });
  });
}

/** The value by which a column of words says that there is nothing: `None`. */
function nothingValue(column: Column): string | undefined {
  return knownValues(column)
    .map(String)
    .find((value) => /^(none|no|nothing)$/i.test(value));
}

function isBareColumnNext(items: readonly Item[], at: number): boolean {
  const next = columnNear(items, at, 1);
  const item = items[next];
  return (
    item !== undefined &&
    isWord(items[at], 'without') &&
    item.values.length === 0 &&
    (item.columns[0]?.score ?? 0) >= 0.7
  );
}

function readTextMatches(reading: Reading): void {
  const { items, table } = reading;
  items.forEach((item, at) => {
    const tag = tagOf(item, 'text-match');
    if (!tag || item.used) return;
    const valueAt = firstValuePlace(items, at + 1);
    const value = items[valueAt];
    if (!value) return;
    const columnAt = columnNear(items, at, -1);
    const named = columnOf(items[columnAt], isText) ?? labelColumn(table);
    if (!named || (columnAt < 0 && isWord(item, 'includes', 'including', 'matching'))) return;
    const isNegated = tagOf(items[at - 1], 'not') !== undefined || /n't$/.test(items[at - 1]?.text ?? '');
    if (isNegated) {
      reading.faults.push(
        `“${items[at - 1]?.text} ${item.text}” cannot be expressed; only texts that do contain something can be picked.`,
      );
      return;
    }
    mark(items, columnAt >= 0 ? columnAt : at, valueAt);
    addFilter(reading, { column: named.name, operator: tag.operator, value: value.text });
    if (columnAt < 0) assume(reading, `Looked for “${value.text}” in ${quoteName(named.name)}.`);
  });
}

function firstValuePlace(items: readonly Item[], at: number): number {
  for (let index = at; index < Math.min(items.length, at + 4); index += 1) {
    const item = items[index];
    if (
      item?.isQuoted ||
      (item && !isWord(item, 'the', 'a', 'an', 'word', 'text', 'letter', 'string', 'letters', 'phrase'))
    )
      return index;
  }
  return -1;
}

function isText(column: Column): boolean {
  return column.profile.type === 'text';
}

/** The text column that names a row: the one with most different values. */
function labelColumn(table: Table): Column | undefined {
  return table.columns
    .filter(isText)
    .sort((left, right) => right.profile.distinctCount - left.profile.distinctCount)[0];
}

/** A quoted string that is neither a column nor a known value: a value of the column named before it. */
function readQuoted(reading: Reading): void {
  const { items } = reading;
  items.forEach((item, at) => {
    if (!item.isQuoted || item.used || item.columns.length > 0 || item.values.length > 0 || item.isFileName)
      return;
    const columnAt = linkedColumn(items, at);
    const column = columnOf(items[columnAt]) ?? openColumn(reading.table, items, at);
    if (!column) return;
    addUnseen(reading, column, item.text, isNegatedBefore(items, at));
    mark(items, columnAt >= 0 ? columnAt : at, at);
  });
}

function isNegatedBefore(items: readonly Item[], at: number): boolean {
  return [items[at - 1], items[at - 2]].some(
    (item) => tagOf(item, 'not') || tagOf(item, 'comparator')?.operator === 'ne',
  );
}

function linkedColumn(items: readonly Item[], at: number): number {
  let index = at - 1;
  while (
    index >= 0 &&
    (tagOf(items[index], 'is') ||
      tagOf(items[index], 'comparator') ||
      tagOf(items[index], 'not') ||
      hasPreposition(items[index]) ||
      isWord(items[index], 'the', 'named', 'called')) &&
    !columnOf(items[index])
  )
    index -= 1;
  return index >= 0 && columnOf(items[index]) && !items[index]?.used && index < at - 1 ? index : -1;
}

const byVerb: [RegExp, string][] = [
  [/^directed by$/i, 'director'],
  [/^(distributed|released|produced) by$/i, 'distributor'],
  [/^(operated|flown) by$/i, 'operator'],
  [/^(written|published) by$/i, 'author'],
];

/** What `in …` is likely to name, the likeliest first. */
const placeWords = ['country', 'nation', 'state', 'region', 'county', 'city', 'place', 'location', 'airport'];

/** The column that may hold a value its profile does not show, judged by the word before it. */
function openColumn(table: Table, items: readonly Item[], at: number): Column | undefined {
  const opening = items[at - 1]?.text ?? '';
  const verb =
    byVerb.find(([pattern]) => pattern.test(opening)) ??
    (items.some((item) => /^direct(s|ed)?$/i.test(item.text)) ? byVerb[0] : undefined);
  if (verb) return table.columns.find((column) => column.words.includes(verb[1]));
  const open = table.columns.filter((column) => isText(column) && !showsAllValues(column));
  const kinds = isWord(items[at - 1], 'at') ? placeWords.toReversed() : placeWords;
  const places = kinds.flatMap((word) => open.filter((column) => column.words.includes(word)));
  if (isWord(items[at - 1], 'in', 'from', 'at', 'the') && places[0]) return places[0];
  return open.length === 1 ? open[0] : undefined;
}

/** Capitalised words after a preposition or after `Column is` that the profile does not show. */
function readUnseen(reading: Reading): void {
  const { items } = reading;
  for (let at = 1; at < items.length; at += 1) {
    const item = items[at];
    if (!item || !isUnknown(item)) continue;
    const columnAt = linkedColumn(items, at);
    const before = items[at - 1];
    const isOpened =
      hasPreposition(before) ||
      (isWord(before, 'the') && hasPreposition(items[at - 2])) ||
      tagOf(before, 'not') !== undefined;
    const sibling = siblingColumn(reading, at);
    const isName =
      sibling !== undefined ||
      (/^\p{Lu}/u.test(item.text) &&
        isContinuation(items[at + 1], item) &&
        openColumn(reading.table, items, at) !== undefined);
    const verb = byVerb.some(([pattern]) => pattern.test(before?.text ?? ''));
    const isNamed = columnAt >= 0 && (tagOf(before, 'is') || tagOf(before, 'comparator'));
    if (
      !isNamed &&
      !isName &&
      !(isOpened && (verb || /^\p{Lu}/u.test(item.text) || openColumn(reading.table, items, at)))
    )
      continue;
    let end = at;
    while (isContinuation(items[end + 1], item)) end += 1;
    const typed = items
      .slice(at, end + 1)
      .map((part) => part.text)
      .join(' ');
    const column = isNamed
      ? columnOf(items[columnAt], isText)
      : (sibling ?? openColumn(reading.table, items, at));
    if (!column || showsAllValues(column)) {
      if (
        /^\p{Lu}/u.test(item.text) &&
        (isNamed || hasPreposition(before, 'in', 'on', 'at', 'for', 'from', 'of', 'by', 'with'))
      )
        refuseValue(reading, typed, column);
      continue;
    }
    addUnseen(reading, column, typed, isNegatedBefore(items, at));
    mark(items, isNamed ? columnAt : isOpened ? at - 1 : at, end);
    at = end;
  }
}

/** `in China and India`: a name listed beside a value is a value of the same column. */
function siblingColumn(reading: Reading, at: number): Column | undefined {
  const { items, table } = reading;
  const isListed = [items[at - 1], items[at + 1]].some(
    (joint) => tagOf(joint, 'and') || tagOf(joint, 'or') || isWord(joint, ',', 'vs', 'versus'),
  );
  if (!isListed || !/^\p{Lu}/u.test(items[at]?.text ?? '')) return undefined;
  const named = reading.filters
    .filter((other) => other.operator === 'eq' || other.operator === 'in')
    .map((filter) => filter.column);
  return table.columns.find(
    (column) => named.includes(column.name) && isText(column) && !showsAllValues(column),
  );
}

function refuseValue(reading: Reading, typed: string, column: Column | undefined): void {
  const open = reading.table.columns.filter((other) => isText(other) && !showsAllValues(other));
  if (column || open.length === 0)
    reading.faults.push(`“${typed}” is not a value of ${column ? quoteName(column.name) : 'any column'}.`);
  else
    reading.faults.push(
      `It is not clear which column holds “${typed}”; say for example “where ${open[0]?.name} is ${typed}”.`,
    );
}

function isUnknown(item: Item): boolean {
  if (item.used || item.isFiller || item.isBreak || item.isQuoted || item.isRowNoun || item.isFileName)
    return false;
  return (
    item.tags.length === 0 &&
    item.columns.length === 0 &&
    item.number === undefined &&
    !item.period &&
    item.values.every((match) => match.isPartial)
  );
}

function isContinuation(item: Item | undefined, first: Item): boolean {
  if (!item || item.used || item.isBreak) return false;
  return /^\p{Lu}/u.test(first.text) ? /^\p{Lu}/u.test(item.text) : isUnknown(item);
}

function addUnseen(reading: Reading, column: Column, typed: string, isNegated: boolean): void {
  if (showsAllValues(column)) {
    reading.faults.push(`“${typed}” is not a value of ${quoteName(column.name)}.`);
    return;
  }
  const value = inStyleOf(column, typed);
  const place = reading.filters.findIndex(
    (filter) => filter.column === column.name && (filter.operator === 'eq' || filter.operator === 'in'),
  );
  const earlier = reading.filters[place];
  if (!isNegated && earlier?.operator === 'eq')
    reading.filters[place] = { column: column.name, operator: 'in', values: [earlier.value, value] };
  else if (!isNegated && earlier?.operator === 'in') earlier.values.push(value);
  else addFilter(reading, { column: column.name, operator: isNegated ? 'ne' : 'eq', value });
  assume(
    reading,
    `Took “${value}” as a value of ${quoteName(column.name)}; the profile shows only its most frequent values, so whether it occurs is seen when the program runs.`,
  );
}
