import type { Aggregate } from '../../question.ts';
import { type Item, tagOf } from '../items.ts';
import { type Column, isNumeric } from '../table.ts';
import { assume, columnOf, hasPreposition, isPassable, isWord, quoteName, type Reading } from './reading.ts';

/** Numbers that add up (money, rain, votes), as against levels and rates, where a mean says more. */
const additiveWords = new Set([
  'precipitation',
  'rain',
  'rainfall',
  'cost',
  'gross',
  'sale',
  'amount',
  'revenue',
  'count',
  'total',
  'quantity',
  'qty',
  'vote',
  'budget',
  'profit',
  'expense',
  'income',
  'volume',
  'snowfall',
  'unit',
  'order',
  'visit',
  'click',
  'view',
  'death',
  'birth',
  'goal',
  'point',
  'passenger',
  'spend',
  'payment',
]);

/** Numbers of people add up within a period, and not over several. */
const headWords = new Set(['population', 'pop', 'inhabitant', 'resident']);

/** The aggregate to use where none is said. */
export function defaultAggregate(
  column: Column,
  reading?: Reading,
  { perPeriod = false }: { perPeriod?: boolean } = {},
): Aggregate {
  if (reading?.overall) return reading.overall;
  if (perPeriod && column.words.some((word) => headWords.has(word))) return 'sum';
  return column.words.some((word) => additiveWords.has(word)) ? 'sum' : 'mean';
}

/** The next column after a place, over `of`, `the`, `value`; a row noun ends the search. */
export function columnAhead(items: readonly Item[], at: number, fits?: (column: Column) => boolean): number {
  for (let index = at; index < Math.min(items.length, at + 4); index += 1) {
    const item = items[index];
    if (!item || item.isBreak) return -1;
    if (!item.used && columnOf(item, fits)) return index;
    if (
      !(
        item.used ||
        isPassable(item) ||
        hasPreposition(item, 'of', 'for', 'in') ||
        tagOf(item, 'adverb') ||
        isWord(item, 'daily')
      )
    )
      return -1;
  }
  return -1;
}

/** The columns an item measures; several where a word (`temperature`) fits two equally and no word decides. */
export function measured(reading: Reading, item: Item): Column[] {
  const numeric = item.columns.filter(
    (match) => isNumeric(match.column) && (match.score >= 0.9 || match.column.role !== 'identifier'),
  );
  const [best] = numeric;
  if (!best) return [];
  const ties = numeric.filter((match) => best.score - match.score < 0.02);
  if (ties.length > 1 && best.score < 0.97) {
    const names = ties.map((match) => quoteName(match.column.name));
    if (ties.length <= 3) {
      assume(
        reading,
        `“${item.text}” fits ${names.join(' and ')}; both are shown.`.replace(
          'both',
          ties.length === 2 ? 'both' : 'all',
        ),
      );
      return ties.map((match) => match.column);
    }
    assume(reading, `“${item.text}” fits ${names.join(', ')}; took the first.`);
  } else if (best.score < 0.75) assume(reading, `Read “${item.text}” as ${quoteName(best.column.name)}.`);
  if (best.isCorrected)
    assume(reading, `Took “${item.text}” to be a misspelling of ${quoteName(best.column.name)}.`);
  return [best.column];
}
