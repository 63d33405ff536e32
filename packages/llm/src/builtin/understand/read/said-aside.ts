import type { Aggregate } from '../../question.ts';
import { type Item, tagOf } from '../items.ts';
import { isWord, type Reading } from './reading.ts';

const overallPhrases: [RegExp, Aggregate][] = [
  [/^on average$/i, 'mean'],
  [/^(in total|altogether|overall|combined|in all)$/i, 'sum'],
];

/** Takes `on average` and `in total` out of the clause. */
export function readOverall(reading: Reading): void {
  const { items } = reading;
  items.forEach((item, at) => {
    const next = items[at + 1];
    const pair = next ? `${item.text} ${next.text}` : '';
    for (const [pattern, aggregate] of overallPhrases) {
      const isPair = pattern.test(pair);
      if (item.used || (!isPair && !pattern.test(item.text))) continue;
      item.used = true;
      if (isPair && next) next.used = true;
      reading.overall = aggregate;
    }
  });
}

/** In `highest and lowest price`, `lowest, highest and average`, superlatives are aggregates. */
export function readPairedSuperlatives(items: readonly Item[]): void {
  const isExtreme = (item: Item | undefined) =>
    item !== undefined && isWord(item, 'highest', 'lowest', 'largest', 'smallest', 'biggest', 'greatest');
  const isKin = (item: Item | undefined) => isExtreme(item) || tagOf(item, 'aggregate') !== undefined;
  for (const pair of pairedEnds(items))
    for (const item of pair) {
      const isLast = tagOf(item, 'superlative')?.direction === 'highest';
      item.tags = [{ kind: 'aggregate', aggregate: isLast ? 'max' : 'min' }];
    }
  const paired = items.filter(
    (item, at) =>
      isExtreme(item) &&
      ((isKin(items[jointEnd(items, at + 1)]) && jointEnd(items, at + 1) > at + 1) ||
        isKin(beforeJoint(items, at)) ||
        (isColumn(items[at + 1]) &&
          items[at - 1]?.number === undefined &&
          (isKin(items[listedAfter(items, at)]) || isKin(listedBefore(items, at))))),
  );
  for (const item of paired) {
    const direction = tagOf(item, 'superlative')?.direction;
    item.tags = [{ kind: 'aggregate', aggregate: direction === 'highest' ? 'max' : 'min' }];
  }
}

/** `first and last date`, `earliest and latest date`: the two ends of time. */
function pairedEnds(items: readonly Item[]): Item[][] {
  const isEnd = (item: Item | undefined) =>
    isWord(item, 'first', 'last', 'earliest', 'latest', 'oldest', 'newest', 'start', 'end');
  return items.flatMap((item, at) => {
    const next = jointEnd(items, at + 1);
    const other = items[next];
    const isDate = items[next + 1]?.columns.some((match) => match.column.role === 'date');
    return isEnd(item) && other && isEnd(other) && next > at + 1 && isDate ? [[item, other]] : [];
  });
}

function isColumn(item: Item | undefined): boolean {
  return item?.columns.some((match) => match.column.role === 'measure') ?? false;
}

/** The place after `price,` in `lowest price, the average price`; -1 where no list goes on. */
function listedAfter(items: readonly Item[], at: number): number {
  const end = jointEnd(items, at + 2);
  return end > at + 2 ? end : -1;
}

/** The word before `price` in `average price and the highest price`. */
function listedBefore(items: readonly Item[], at: number): Item | undefined {
  const column = beforeJoint(items, at);
  return column && isColumn(column) ? items[items.indexOf(column) - 1] : undefined;
}

function beforeJoint(items: readonly Item[], at: number): Item | undefined {
  let index = at - 1;
  while (tagOf(items[index], 'and') || isWord(items[index], ',', '/', 'the', '&')) index -= 1;
  return index === at - 1 ? undefined : items[index];
}

export function jointEnd(items: readonly Item[], at: number): number {
  let index = at;
  while (tagOf(items[index], 'and') || isWord(items[index], ',', '/', 'the', '&')) index += 1;
  return index;
}
