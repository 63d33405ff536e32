import { type Item, tagOf } from '../items.ts';
import { type Column, isNumeric } from '../table.ts';
import { addFilter, assume, columnOf, hasPreposition, isWord, quoteName, type Reading } from './reading.ts';

function use(item: Item | undefined): void {
  if (item) item.used = true;
}

/** `days with precipitation`: a measure that is more than nothing. */
export function readPositive(reading: Reading): void {
  const { items } = reading;
  items.forEach((item, at) => {
    const next = items[at + 1];
    const isRows = items[at - 1]?.isRowNoun || tagOf(items[at - 1], 'row');
    const column = columnOf(next, (other) => other.role === 'measure');
    if (
      item.used ||
      !isRows ||
      !next ||
      next.used ||
      !column ||
      !(hasPreposition(item, 'with') || tagOf(item, 'have'))
    )
      return;
    const isValue = next.values.some((match) => !match.isPartial);
    if (isValue || tagOf(items[at + 2], 'comparator') || items[at + 2]?.number !== undefined) return;
    use(item);
    use(next);
    addFilter(reading, { column: column.name, operator: 'gt', value: 0 });
    assume(reading, `Read “with ${next.text}” as ${quoteName(column.name)} above 0.`);
  });
}

/** `negative temp_max`, `positive change`: below or above nothing. */
export function readSigned(reading: Reading): void {
  reading.items.forEach((item, at) => {
    const next = reading.items[at + 1];
    const column = columnOf(next, (other) => other.role === 'measure');
    if (item.used || !next || next.used || !column || !isWord(item, 'negative', 'positive')) return;
    use(item);
    use(next);
    addFilter(reading, {
      column: column.name,
      operator: isWord(item, 'negative') ? 'lt' : 'gt',
      value: 0,
    });
  });
}

/** `cluster 3`, `id is 1001`, `cluster = 2 or 3`: a number that is the column's value. */
export function readEqualNumbers(reading: Reading): void {
  const { items } = reading;
  for (let at = 1; at < items.length; at += 1) {
    const item = items[at];
    if (!item || item.used || item.number === undefined) continue;
    let index = at - 1;
    while (index >= 0 && (tagOf(items[index], 'is') || isWord(items[index], 'equal', 'to', 'of'))) index -= 1;
    const before = items[index];
    const column = columnOf(before, isNumeric) ?? identifierOf(reading, before);
    if (!before || before.used || !column || tagOf(items[index - 1], 'by')) continue;
    if (tagOf(items[at + 1], 'bucket') || tagOf(items[at + 1], 'intent')) continue;
    if (tagOf(items[at + 1], 'bins') || tagOf(items[at + 1], 'superlative')) continue;
    for (let place = index; place <= at; place += 1) use(items[place]);
    const values = [item.number, ...listedNumbers(items, at)];
    const [only] = values;
    if (values.length > 1) addFilter(reading, { column: column.name, operator: 'in', values });
    else if (only !== undefined) addFilter(reading, { column: column.name, operator: 'eq', value: only });
  }
}

/** `county 1001`: the number of a row is its identifier. */
function identifierOf(reading: Reading, item: Item | undefined): Column | undefined {
  if (!item?.isRowNoun || item.columns.length > 0) return undefined;
  const identifiers = reading.table.columns.filter((column) => column.role === 'identifier');
  return identifiers.length === 1 ? identifiers[0] : undefined;
}

function listedNumbers(items: Item[], at: number): number[] {
  const values: number[] = [];
  for (let index = at + 1; index + 1 < items.length; index += 2) {
    const [joint, next] = [items[index], items[index + 1]];
    const isJoint = tagOf(joint, 'or') || tagOf(joint, 'and') || isWord(joint, ',');
    if (!isJoint || next?.number === undefined || next.used || next.columns.length > 0) break;
    use(joint);
    use(next);
    values.push(next.number);
  }
  return values;
}
