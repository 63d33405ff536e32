import { type Item, tagOf } from './items.ts';
import { isWord } from './read/reading.ts';

/**
 * `top and bottom 5 states by strikes`, `the warmest and the coldest month`: two questions that share their
 * words. Gives the clause once for each end; a clause without such a pair comes back alone.
 */
export function splitPairedExtremes(clause: Item[]): Item[][] {
  const first = clause.findIndex((item) => tagOf(item, 'superlative') !== undefined);
  const second = first < 0 ? -1 : secondExtreme(clause, first);
  if (second < 0 || !isRanking(clause, first, second)) return [clause];
  const from = first - (hasNumber(clause[first - 1]) ? 1 : 0);
  const ownFrom = hasNumber(clause[second - 1]) ? second - 1 : second;
  const hasFirstNumber = from < first || hasNumber(clause[first + 1]);
  const hasSecondNumber = ownFrom < second || hasNumber(clause[second + 1]);
  const end = second + (hasNumber(clause[second + 1]) && hasFirstNumber ? 1 : 0);
  const one = [
    ...clause.slice(0, first + 1 + Number(hasNumber(clause[first + 1]))),
    ...clause.slice(end + 1),
  ];
  const other = [...clause.slice(0, hasSecondNumber ? from : first), ...clause.slice(ownFrom)];
  return [one, other].map((items) => items.map((item) => ({ ...item })));
}

function hasNumber(item: Item | undefined): boolean {
  return item?.number !== undefined && !item.period;
}

/** The place of a superlative of the other direction right behind the first, over `and`, `the` and numbers. */
function secondExtreme(clause: readonly Item[], first: number): number {
  let at = first + 1;
  let hasJoint = false;
  while (at < clause.length) {
    const item = clause[at];
    const isJoint = tagOf(item, 'and') || tagOf(item, 'or') || isWord(item, ',', '/', '&');
    if (!isJoint && !hasNumber(item) && !isWord(item, 'the')) break;
    hasJoint ||= Boolean(isJoint);
    at += 1;
  }
  const [one, other] = [tagOf(clause[first], 'superlative'), tagOf(clause[at], 'superlative')];
  return hasJoint && one && other && one.direction !== other.direction ? at : -1;
}

/** `highest and lowest price` are two aggregates; `top and bottom`, `wettest and driest`, `5 highest and 5 lowest` rank. */
function isRanking(clause: readonly Item[], first: number, second: number): boolean {
  const next = clause[second + 1];
  const isNumbered = [clause[first - 1], clause[first + 1], clause[second - 1], next].some(hasNumber);
  const isAdjective = [clause[first], clause[second]].every((item) => tagOf(item, 'superlative')?.about);
  const isNoun = Boolean(next?.isRowNoun) || tagOf(next, 'bucket') !== undefined;
  const isTime =
    isWord(clause[first], 'first', 'last', 'earliest', 'latest', 'oldest', 'newest') && !isNumbered;
  return (isNumbered || isAdjective || isNoun || isWord(clause[first], 'top', 'bottom')) && !isTime;
}
