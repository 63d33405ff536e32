import type { Item } from './items.ts';
import type { Tag } from './lexicon/tag.ts';

/** Words of grammar, which may be left over without a loss. */
const soft = new Set<Tag['kind']>([
  'by',
  'each',
  'which',
  'and',
  'or',
  'preposition',
  'is',
  'have',
  'chart',
  'table-only',
  'next',
  'list',
  'ask',
  'bins',
  'sort',
  'row',
  'between',
  'direction',
]);

/** Left-over phrases that surely meant something: dropping one would answer another question. */
export function lostMeanings(items: readonly Item[]): string[] {
  return items
    .filter((item, at) => isLoss(item) && (isMeaningful(item, at) || isQualifier(items, at)))
    .map((item) => item.text);
}

/** `foreign films`, `cumulative rain`, `with wings`: a word that narrows the word beside it. */
function isQualifier(items: readonly Item[], at: number): boolean {
  const [before, next] = [items[at - 1], items[at + 1]];
  const narrows =
    next !== undefined &&
    !next.isBreak &&
    ((next.columns[0]?.score ?? 0) >= 0.6 ||
      Boolean(next.isRowNoun) ||
      next.values.some((match) => !match.isPartial));
  const isOpened =
    before?.tags.some(
      (tag) =>
        tag.kind === 'by' ||
        tag.kind === 'not' ||
        tag.kind === 'superlative' ||
        tag.kind === 'which' ||
        (tag.kind === 'preposition' && !['for', 'to', 'about'].includes(tag.word)),
    ) ?? false;
  const isHow = /^how$/i.test(before?.text ?? '');
  const isCommand = at === 0 && items[0]?.tags.length === 0;
  return narrows || isOpened || isHow || isCommand;
}

function isMeaningful(item: Item, at: number): boolean {
  if (at > 0 && /^\p{Lu}/u.test(item.text) && item.tags.length === 0) return true;
  if (item.isQuoted || item.period || item.number !== undefined) return true;
  if (item.values.some((match) => !match.isPartial) || (item.columns[0]?.score ?? 0) >= 0.5) return true;
  return item.tags.some((tag) => meaningful.has(tag.kind));
}

const meaningful = new Set<Tag['kind']>([
  'not',
  'missing',
  'comparator',
  'between',
  'share',
  'distinct',
  'aggregate',
  'superlative',
  'month',
  'weekday',
  'bucket',
  'adverb',
  'text-match',
]);

/** The phrases of a clause that the reading made nothing of, and that may have meant something. */
export function unreadWords(items: readonly Item[]): string[] {
  return items.filter(isLoss).map((item) => item.text);
}

function isLoss(item: Item): boolean {
  if (item.used || item.isBreak || item.isFileName || item.isRowNoun) return false;
  if (item.tags.some((tag) => tag.kind === 'comparator')) return true;
  if (item.isQuoted || item.period || item.values.some((match) => !match.isPartial)) return true;
  if (item.number !== undefined) return item.unit !== 'word' || item.number > 2;
  if (item.columns.length > 0) return (item.columns[0]?.score ?? 0) >= 0.6 || !item.isFiller;
  if (item.tags.some((tag) => soft.has(tag.kind))) return false;
  return !item.isFiller;
}
