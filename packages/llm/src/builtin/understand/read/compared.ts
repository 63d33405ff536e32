import { type Item, tagOf } from '../items.ts';
import type { CompareOperator } from '../lexicon/tag.ts';
import { type Column, isNumeric } from '../table.ts';
import { assume, hasPreposition, quoteName, type Reading } from './reading.ts';
import { isUnit } from './units.ts';

/** `on IMDB with at least 1000 votes`: what stands before `with` is not what is compared. */
export function isApart(items: readonly Item[], left: { from: number } | undefined, to: number): boolean {
  return left !== undefined && items.slice(left.from, to).some((item) => hasPreposition(item, 'with'));
}

/** `rating with at least 5 films`: a number right before the noun of a row is a number of rows. */
export function countsRows(items: readonly Item[], comparison: { to: number }): boolean {
  const [last, next] = [items[comparison.to], items[comparison.to + 1]];
  const isNoun =
    Boolean(next?.isRowNoun && (next.columns[0]?.score ?? 0) < 0.9) || tagOf(next, 'row') !== undefined;
  return last?.number !== undefined && isNoun && !next?.used && !isUnit(next?.text.toLowerCase() ?? '');
}

/** `temperature below 0` fits a lowest and a highest column alike: below speaks of the lowest, above of the highest. */
export function comparedColumn(
  reading: Reading,
  item: Item,
  { operator }: { operator: CompareOperator | 'between' },
): Column | undefined {
  const [best] = item.columns;
  if (!best || best.score >= 0.97 || operator === 'between' || operator === 'eq' || operator === 'ne')
    return undefined;
  const ties = item.columns.filter((match) => isNumeric(match.column) && best.score - match.score < 0.02);
  const end = operator === 'lt' || operator === 'le' ? 'min' : 'max';
  const chosen = ties.find(({ column }) => column.words.includes(end))?.column;
  if (ties.length < 2 || !chosen) return undefined;
  assume(reading, `Took ${quoteName(chosen.name)} for “${item.text}”.`);
  return chosen;
}
