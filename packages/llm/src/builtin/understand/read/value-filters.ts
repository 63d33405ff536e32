import type { FilterValue } from '../../question.ts';
import { type Item, tagOf } from '../items.ts';
import type { Column } from '../table.ts';
import { knownValues, type ValueMatch } from '../values.ts';
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

/** Turns `in California`, `weather is snow`, `not rain`, `Adelie or Gentoo` into filters. */
export function readValueFilters(reading: Reading): void {
  for (let at = 0; at < reading.items.length; at += 1) {
    const item = reading.items[at];
    if (!item || item.used || item.values.length === 0 || !speaksOfValue(reading.items, at)) continue;
    if (isOtherColumnNamed(reading.items, at)) continue;
    readValueAt(reading, at);
  }
}

/** `Origin State is Alaska`: a part of an airline's name is not meant where a column is named. */
function isOtherColumnNamed(items: readonly Item[], at: number): boolean {
  const item = items[at];
  const link = linkBefore(items, at);
  const column = columnOf(items[link.columnAt], (other) => other.profile.type === 'text');
  const isEquated = items
    .slice(Math.max(0, link.columnAt), at)
    .some((other) => tagOf(other, 'is') ?? tagOf(other, 'comparator'));
  return Boolean(
    column && isEquated && item?.values.every((match) => match.isPartial && match.column !== column),
  );
}

/** Where a phrase may be a value or something else (`rain`: precipitation), its neighbours decide. */
function speaksOfValue(items: readonly Item[], at: number): boolean {
  const item = items[at];
  if (!item) return false;
  const column = item.columns[0];
  const hasOther =
    item.tags.length > 0 ||
    item.isRowNoun ||
    item.isFiller ||
    item.isFileName ||
    (column !== undefined && column.score >= 0.7);
  if (item.values.every((match) => match.isPartial) && !isPartialWanted(items, at)) return false;
  if (!hasOther) return true;
  const before = items[previousMeaningful(items, at)];
  const after = items[at + 1];
  if (
    tagOf(before, 'is') ||
    tagOf(before, 'comparator')?.operator === 'eq' ||
    tagOf(before, 'comparator')?.operator === 'ne'
  )
    return true;
  if (valueColumnOf(item, before) || (after && valueColumnOf(item, after) && !tagOf(item, 'aggregate')))
    return true;
  if (item.tags.length > 0 || item.isFiller || item.isFileName) {
    return (
      (isCapitalised(item, at) && !tagOf(item, 'month')) ||
      hasPreposition(items[at - 1], 'during', 'at') ||
      (hasPreposition(items[at - 2], 'during') && isWord(items[at - 1], 'the'))
    );
  }
  if (item.isRowNoun && !isCapitalised(item, at)) return false;
  if (column && isListedWithValue(items, at)) return true;
  if (column) return isConditionPlace(items, at, before, after);
  return true;
}

/** `rain and snow`, `rainy vs sunny`: the other end of the list is a value of the same column. */
function isListedWithValue(items: readonly Item[], at: number): boolean {
  const item = items[at];
  return [1, -1].some((step) => {
    const joint = items[at + step];
    const other = items[at + 2 * step];
    const isJoint =
      tagOf(joint, 'and') || tagOf(joint, 'or') || isWord(joint, ',', 'vs', 'versus', 'vs.', 'or');
    return Boolean(
      item &&
        isJoint &&
        other &&
        !other.used &&
        other.values.some((match) =>
          item.values.some((own) => own.column === match.column && !own.isPartial),
        ) &&
        (other.columns[0]?.score ?? 0) < 0.97,
    );
  });
}

function isConditionPlace(
  items: readonly Item[],
  at: number,
  before: Item | undefined,
  after: Item | undefined,
): boolean {
  if (tagOf(items[at - 1], 'not')) return true;
  const earlier = items.slice(Math.max(0, at - 3), at);
  if (
    earlier.some(
      (item) =>
        tagOf(item, 'superlative') ||
        tagOf(item, 'aggregate') ||
        tagOf(item, 'by') ||
        item.number !== undefined,
    )
  ) {
    return Boolean(after?.isRowNoun) && !earlier.some((item) => tagOf(item, 'by'));
  }
  if (earlier.some((item) => isWord(item, 'how much'))) return false;
  if (after && (after.isRowNoun || tagOf(after, 'row') || tagOf(after, 'bucket'))) return true;
  if (before && (before.isRowNoun || isWord(before, 'it') || tagOf(before, 'row'))) return true;
  if (isWord(items[at - 1], 'it', 'had')) return true;
  return (
    hasPreposition(before, 'with', 'when', 'where', 'for', 'only', 'that', 'was') ||
    tagOf(before, 'not') !== undefined ||
    tagOf(before, 'share') !== undefined
  );
}

function isPartialWanted(items: readonly Item[], at: number): boolean {
  const item = items[at];
  if (!item) return false;
  const before = items[at - 1];
  if ([before, items[at + 1]].some((other) => other !== undefined && isUnseenName(other))) return false;
  return (
    isCapitalised(item, at) ||
    hasPreposition(before) ||
    tagOf(before, 'is') !== undefined ||
    tagOf(before, 'not') !== undefined ||
    tagOf(before, 'comparator') !== undefined
  );
}

/** `Ang` beside `Lee`: the two are one name, which is not among the values shown. */
function isUnseenName(item: Item): boolean {
  return (
    /^\p{Lu}\p{L}/u.test(item.text) &&
    !item.used &&
    !item.isFiller &&
    item.tags.length === 0 &&
    item.columns.length === 0 &&
    item.values.every((match) => match.isPartial) &&
    !item.isRowNoun &&
    !item.isFileName
  );
}

function isCapitalised(item: Item, at: number): boolean {
  return at > 0 && /^\p{Lu}/u.test(item.text);
}

function previousMeaningful(items: readonly Item[], at: number): number {
  let index = at - 1;
  while (
    index >= 0 &&
    isPassable(items[index]) &&
    !tagOf(items[index], 'is') &&
    !tagOf(items[index], 'preposition')
  )
    index -= 1;
  return index;
}

/** The column named next to a value, where the value is one of that column's. */
function valueColumnOf(item: Item, neighbour: Item | undefined): Column | undefined {
  if (!neighbour || neighbour.used) return undefined;
  return item.values.find((match) => neighbour.columns.some((other) => other.column === match.column))
    ?.column;
}

function readValueAt(reading: Reading, at: number): void {
  const { items } = reading;
  const item = items[at];
  if (!item) return;
  const link = linkBefore(items, at);
  const after = items[at + 1];
  const named = valueColumnOf(item, items[link.columnAt]) ?? valueColumnOf(item, after);
  if (
    valueColumnOf(item, after) &&
    !valueColumnOf(item, items[link.columnAt]) &&
    after &&
    !keepsColumn(items, at + 1)
  )
    after.used = true;
  if (named && valueColumnOf(item, items[link.columnAt]))
    for (let index = link.columnAt; index < at; index += 1) markUsed(items[index]);
  else for (let index = link.from; index < at; index += 1) markUsed(items[index]);
  const first = pickMatch(reading, item, named);
  const matches = [first];
  markUsed(item);
  for (const other of listedValues(items, at, first.column)) matches.push(other);
  if (matches.some((match) => match.isPartial)) addPartial(reading, matches, item.text, link.isNegated);
  else
    addValues(
      reading,
      first.column,
      matches.map((match) => match.value),
      link.isNegated,
    );
}

/** `average price of each stock for company MSFT`: a column after `by` stays a grouping. */
function keepsColumn(items: readonly Item[], at: number): boolean {
  return tagOf(items[at - 2], 'by') !== undefined;
}

function markUsed(item: Item | undefined): void {
  if (item) item.used = true;
}

interface Link {
  from: number;
  columnAt: number;
  isNegated: boolean;
}

/** What stands between a value and its column: `is`, `=`, `is not`, prepositions. */
function linkBefore(items: readonly Item[], at: number): Link {
  const link: Link = { from: at, columnAt: -1, isNegated: false };
  for (let index = at - 1; index >= Math.max(0, at - 5); index -= 1) {
    const item = items[index];
    if (!item || item.isBreak) break;
    const comparator = tagOf(item, 'comparator');
    const isNegation =
      tagOf(item, 'not') !== undefined || comparator?.operator === 'ne' || isWord(item, 'no');
    const isLink =
      isNegation ||
      tagOf(item, 'is') ||
      comparator?.operator === 'eq' ||
      hasPreposition(item) ||
      isPassable(item) ||
      tagOf(item, 'have') ||
      isWord(item, ':');
    if (isLink && item.columns.length === 0 && !item.isRowNoun) {
      link.isNegated ||= isNegation;
      if (isNegation || tagOf(item, 'is') || comparator || hasPreposition(item)) link.from = index;
      continue;
    }
    if (columnOf(item) && !item.used) link.columnAt = index;
    break;
  }
  return link;
}

function pickMatch(reading: Reading, item: Item, named: Column | undefined): ValueMatch {
  const fits = named ? item.values.filter((match) => match.column === named) : item.values;
  const sorted = [...fits].sort(
    (left, right) =>
      Number(left.isPartial ?? false) - Number(right.isPartial ?? false) ||
      left.column.profile.distinctCount - right.column.profile.distinctCount,
  );
  const [best] = sorted;
  if (!best) throw new RangeError('A value phrase without a value');
  const others = new Set(sorted.map((match) => match.column.name));
  if (others.size > 1 && best.isPartial)
    reading.faults.push(
      `“${item.text}” is part of values of ${[...others].map(quoteName).join(' and ')}; say which column is meant.`,
    );
  if (others.size > 1) assume(reading, `Took “${item.text}” as a value of ${quoteName(best.column.name)}.`);
  return best;
}

/** The further values of `rain, snow or fog`. */
function listedValues(items: readonly Item[], at: number, column: Column): ValueMatch[] {
  const found: ValueMatch[] = [];
  let index = at + 1;
  while (index < items.length) {
    let next = index;
    while (
      isWord(items[next], ',', '/', 'the', 'in', 'either', 'for', 'with', 'vs', 'versus') ||
      tagOf(items[next], 'and') ||
      tagOf(items[next], 'or') ||
      tagOf(items[next], 'not') !== undefined
    )
      next += 1;
    const item = items[next];
    const match = item?.values.find((other) => other.column === column && !other.isPartial);
    if (next === index || !item || item.used || !match) break;
    for (let place = index; place <= next; place += 1) markUsed(items[place]);
    found.push(match);
    index = next + 1;
  }
  return found;
}

function addValues(reading: Reading, column: Column, values: FilterValue[], isNegated: boolean): void {
  const distinct = [...new Set(values)];
  const sameColumn = reading.filters.findIndex(
    (filter) => filter.column === column.name && filter.operator === 'eq',
  );
  const [only] = distinct;
  if (distinct.length > 1)
    addFilter(reading, { column: column.name, operator: isNegated ? 'not-in' : 'in', values: distinct });
  else if (only !== undefined && !isNegated && sameColumn >= 0) {
    const other = reading.filters[sameColumn];
    if (other?.operator === 'eq' && other.value !== only) {
      reading.filters[sameColumn] = { column: column.name, operator: 'in', values: [other.value, only] };
    }
  } else if (only !== undefined)
    addFilter(reading, { column: column.name, operator: isNegated ? 'ne' : 'eq', value: only });
}

/** `Dallas` for `DALLAS/FORT WORTH INTL ARPT`: the one value that has the word, else every value that contains it. */
function addPartial(reading: Reading, matches: ValueMatch[], typed: string, isNegated: boolean): void {
  const [match] = matches;
  if (!match) return;
  const word = typed.toLowerCase();
  const having = knownValues(match.column).filter((value) => String(value).toLowerCase().includes(word));
  if (isNegated && having.length > 0) {
    addFilter(reading, { column: match.column.name, operator: 'not-in', values: having });
  } else addFilter(reading, { column: match.column.name, operator: 'contains', value: typed });
  assume(
    reading,
    `Took “${typed}” to mean every ${quoteName(match.column.name)} that contains it${having[0] === undefined ? '' : `, such as ${quoteName(String(having[0]))}`}.`,
  );
}
