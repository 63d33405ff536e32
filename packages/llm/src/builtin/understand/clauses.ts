import { type Item, tagOf } from './items.ts';
import { hasPreposition, isWord } from './read/reading.ts';
import type { Token } from './tokens.ts';

/** Sentences, list entries and lines, as runs of tokens. */
export function splitSentences(tokens: readonly Token[]): Token[][] {
  const sentences: Token[][] = [];
  let current: Token[] = [];
  tokens.forEach((token, at) => {
    const isListNumber =
      token.kind === 'number' &&
      current.length === 0 &&
      (tokens[at + 1]?.text === '.' || tokens[at + 1]?.text === ')');
    const isEnd = token.kind === 'break' && token.text !== ':';
    if (isListNumber) return;
    if (token.text === ')' && current.length === 0) return;
    if (isEnd) {
      if (current.length > 0) sentences.push(current);
      current = [];
    } else if (!(token.kind === 'break' && current.length < 2)) current.push(token);
  });
  if (current.length > 0) sentences.push(current);
  return sentences.filter((sentence) => sentence.some((token) => token.kind !== 'symbol'));
}

const verbs = [
  'show',
  'plot',
  'list',
  'find',
  'compute',
  'calculate',
  'give',
  'what',
  'which',
  'how',
  'draw',
  'create',
  'make',
  'display',
  'rank',
  'tell',
  'export',
  'describe',
  'compare',
  'visualise',
  'visualize',
  'summarise',
  'summarize',
  'who',
  'count',
  'chart',
  'graph',
  'identify',
  'report',
  'print',
  'include',
  'return',
  'get',
  'add',
  'determine',
  'produce',
  'correlate',
];
const openings = ['distribution', 'correlation', 'trend', 'value-counts', 'rolling', 'describe'];

/** Parts of a sentence that ask for something of their own: "average X by month, and the five wettest days". */
export function splitClauses(items: readonly Item[]): Item[][] {
  const clauses: Item[][] = [];
  let current: Item[] = [];
  for (let at = 0; at < items.length; at += 1) {
    const item = items[at];
    if (!item) continue;
    const skip = jointLength(items, at);
    if (skip > 0 && current.length > 0 && startsClause(items, at + skip, current, at)) {
      clauses.push(current);
      current = [];
      at += skip - 1;
      continue;
    }
    current.push(item);
  }
  if (current.length > 0) clauses.push(current);
  return clauses;
}

/** How many items join two clauses here: `, and then`, `and`, `;`, `plus`. */
function jointLength(items: readonly Item[], at: number): number {
  let length = 0;
  while (isJoint(items[at + length])) length += 1;
  return length;
}

function isJoint(item: Item | undefined): boolean {
  return (
    tagOf(item, 'and') !== undefined ||
    tagOf(item, 'next') !== undefined ||
    isWord(item, ',', 'also', 'then', 'next') ||
    Boolean(item?.isBreak)
  );
}

function startsClause(items: readonly Item[], at: number, before: readonly Item[], jointAt: number): boolean {
  const rest = items.slice(at);
  const first = rest.find((item) => !isWord(item, 'the', 'a', 'an', 'me', 'please', 'its', 'their', 'all'));
  if (!first || rest.length === 0) return false;
  const hasComma = items
    .slice(jointAt, at)
    .some((item) => isWord(item, ',') || item.isBreak || tagOf(item, 'next'));
  if (!hasContent(before) || isGroupOnly(before)) return false;
  if (verbs.includes(rest[0]?.text.toLowerCase() ?? '') && hasContent(rest))
    return !isRelative(rest, hasComma, before);
  const intent = tagOf(first, 'intent')?.intent;
  if (intent && openings.includes(intent) && hasObject(rest)) return true;
  const chart = tagOf(first, 'chart');
  if (chart && chart.chart !== 'any' && hasObject(rest)) return true;
  return startsMeasure(first, rest, before, hasComma);
}

/** `For each year, …`: not yet a question. */
function isGroupOnly(items: readonly Item[]): boolean {
  const [first] = items;
  return (
    items.length <= 5 &&
    (tagOf(first, 'by') !== undefined || tagOf(first, 'each') !== undefined) &&
    items.every((item) => !tagOf(item, 'aggregate') && !tagOf(item, 'count'))
  );
}

/** `, which have …` continues the clause before it. */
function isRelative(rest: readonly Item[], hasComma: boolean, before: readonly Item[]): boolean {
  if (
    /^(list|show|display|include|print|give|return)$/i.test(rest[0]?.text ?? '') &&
    isWord(rest[1], 'their', 'its', 'the corresponding')
  )
    return true;
  const isPronoun = isWord(rest[0], 'which', 'who', 'what');
  if (isWord(rest[0], 'how') && before.length < 4 && before.some((item) => tagOf(item, 'count'))) return true;
  return isPronoun && !hasComma && false;
}

function startsMeasure(
  first: Item,
  rest: readonly Item[],
  before: readonly Item[],
  hasComma: boolean,
): boolean {
  const isNumber = first.number !== undefined && first.period === undefined;
  const superlativeAt = rest.slice(0, 6).findIndex((item) => tagOf(item, 'superlative') !== undefined);
  const hadGroup = before.some((item) => tagOf(item, 'by') || tagOf(item, 'each') || tagOf(item, 'adverb'));
  const hasRows = rest
    .slice(0, 6)
    .some((item) => item.isRowNoun || tagOf(item, 'row') || tagOf(item, 'bucket'));
  if ((isNumber || tagOf(first, 'superlative')) && superlativeAt >= 0) {
    const isBetween = before.some((item) => tagOf(item, 'between')) && isNumber;
    return (
      !isBetween &&
      hasContent(rest) &&
      (hasRows || hadGroup || hasComma || isNumber || isWord(first, 'top', 'bottom'))
    );
  }
  const ownGroup = rest.some(
    (item, index) =>
      index > 0 &&
      (tagOf(item, 'by') !== undefined ||
        tagOf(item, 'each') !== undefined ||
        tagOf(item, 'adverb') !== undefined),
  );
  const isMeasure =
    tagOf(first, 'aggregate') || tagOf(first, 'count') || tagOf(first, 'share') || tagOf(first, 'adverb');
  if (isMeasure && ownGroup && hadGroup) return true;
  const isBareMeasure =
    (first.isRowNoun || first.columns.length > 0) && tagOf(rest[rest.indexOf(first) + 1], 'by');
  if (isBareMeasure && hadGroup && hasComma) return true;
  return Boolean(
    isMeasure &&
      ownGroup &&
      hasComma &&
      before.some((item) => tagOf(item, 'superlative') || tagOf(item, 'intent')),
  );
}

function hasContent(items: readonly Item[]): boolean {
  return items.some(
    (item) =>
      item.columns.length > 0 ||
      item.isRowNoun ||
      item.isFileName ||
      item.values.length > 0 ||
      tagOf(item, 'row') ||
      tagOf(item, 'bucket') ||
      (tagOf(item, 'intent') && !isWord(item, 'write', 'produce', 'save')),
  );
}

function hasObject(items: readonly Item[]): boolean {
  return (
    items.slice(1).some((item) => item.columns.length > 0 || item.isRowNoun || item.values.length > 0) ||
    items.length > 2
  );
}

/** `For Adelie penguins, …`: a leading condition, shared by every clause of the sentence. */
export function leadingCondition(items: readonly Item[]): number {
  const [first] = items;
  const opens =
    hasPreposition(
      first,
      'for',
      'in',
      'during',
      'among',
      'only',
      'from',
      'on',
      'at',
      'within',
      'when',
      'where',
      'with',
    ) ||
    tagOf(first, 'since') ||
    tagOf(first, 'before') ||
    tagOf(first, 'after') ||
    tagOf(first, 'between') ||
    tagOf(first, 'not') ||
    isWord(
      first,
      'considering',
      'using',
      'given',
      'only',
      'for all',
      'among',
      'excluding',
      'ignoring',
      'consider',
      'looking',
      'across',
      'take',
      'in the',
    );
  if (!opens) return 0;
  const end = items.findIndex((item, at) => at > 0 && (isWord(item, ',') || item.isBreak));
  if (end <= 0 || end > 12) return 0;
  const leading = items.slice(0, end);
  const speaks = leading.some(
    (item) =>
      item.values.length > 0 ||
      item.period ||
      tagOf(item, 'month') ||
      tagOf(item, 'comparator') ||
      tagOf(item, 'season') ||
      tagOf(item, 'missing'),
  );
  const isGroup =
    leading.some((item) => tagOf(item, 'each')) ||
    (tagOf(first, 'by') !== undefined && !leading.some((item) => item.values.length > 0));
  return speaks && !isGroup ? end : 0;
}
