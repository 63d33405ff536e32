import { type Item, tagOf } from '../items.ts';
import { isWord } from './reading.ts';

/** `every day between …` with nothing to compute: all rows, not groups of them. */
export function isEveryRow(items: readonly Item[], at: number): boolean {
  const isPlain = items.every(
    (item) =>
      !tagOf(item, 'aggregate') &&
      !tagOf(item, 'count') &&
      !tagOf(item, 'superlative') &&
      !tagOf(item, 'intent'),
  );
  const hasColumn = items.some(
    (item) => !item.used && (item.columns[0]?.score ?? 0) >= 0.6 && !item.isRowNoun,
  );
  return (
    isWord(items[at], 'every', 'each', 'for each', 'for every') &&
    Boolean(items[at + 1]?.isRowNoun) &&
    isPlain &&
    !hasColumn
  );
}

/** `damage level and time of day`: a word that only says that a column was named. */
export function isNounOfColumn(item: Item | undefined): boolean {
  return (
    isWord(
      item,
      'level',
      'levels',
      'type',
      'types',
      'category',
      'categories',
      'column',
      'value',
      'values',
      'name',
    ) &&
    item?.columns.length === 0 &&
    !item.isRowNoun
  );
}
