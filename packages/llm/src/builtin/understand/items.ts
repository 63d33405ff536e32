import { type ColumnMatch, matchColumns } from './columns.ts';
import { lexicon, phraseKey } from './lexicon/lexicon.ts';
import type { Tag } from './lexicon/tag.ts';
import { type Period, readPeriod } from './periods.ts';
import type { Table } from './table.ts';
import type { Token } from './tokens.ts';
import { indexValues, type ValueIndex, type ValueMatch } from './values.ts';
import { isTypo, nameWords, stem } from './words.ts';

/** A phrase of the request with everything it may mean; the reader of a question decides and marks it used. */
export interface Item {
  /** As typed. */
  text: string;
  tokens: Token[];
  tags: Tag[];
  columns: ColumnMatch[];
  values: ValueMatch[];
  number?: number;
  unit?: string;
  period?: Period;
  isQuoted?: boolean;
  isRowNoun?: boolean;
  /** The name of an attached file. */
  isFileName?: boolean;
  isFiller?: boolean;
  isBreak?: boolean;
  /** A misspelt word taken for this one. */
  correctedTo?: string;
  used: boolean;
}

interface Candidate {
  item: Item;
  length: number;
  weight: number;
}

const longestColumnPhrase = 6;
const edgeWords = new Set([
  'of',
  'the',
  'a',
  'an',
  'in',
  'on',
  'at',
  'for',
  'by',
  'per',
  'to',
  'from',
  'with',
  'and',
  'or',
  'is',
  'are',
  'was',
  'than',
  'each',
  'every',
  'all',
  'between',
  'as',
  'not',
  'no',
  'has',
  'have',
  'its',
  'their',
  'what',
  'which',
  'how',
  'who',
  'show',
  'list',
  'that',
  'this',
  'column',
  'field',
  'value',
  'values',
  'data',
  'file',
  'level',
  'category',
  'when',
  'where',
  'who',
]);
const innerBarriers = new Set([
  'by',
  'per',
  'and',
  'or',
  'for',
  'with',
  'from',
  'than',
  'each',
  'every',
  'between',
  'vs',
  'versus',
  'against',
  'to',
  'is',
  'are',
  'where',
  'which',
  'that',
  'who',
  'has',
  'have',
  'as',
]);

/** Reads the tokens of one sentence against one table, longest phrases first. */
export function annotate(
  tokens: readonly Token[],
  table: Table,
  values: ValueIndex = indexValues(table),
): Item[] {
  const items: Item[] = [];
  let at = 0;
  while (at < tokens.length) {
    const best = bestCandidate(tokens, at, table, values);
    items.push(best.item);
    at += best.length;
  }
  return items;
}

function bestCandidate(tokens: readonly Token[], at: number, table: Table, values: ValueIndex): Candidate {
  const token = tokens[at];
  if (!token) throw new RangeError('No token at this place');
  if (token.kind === 'break') return single(token, { isBreak: true });
  if (token.kind === 'quoted') return quotedCandidate(token, table, values);
  const period = readPeriod(tokens, at);
  let best: Candidate | undefined;
  const longest = Math.min(
    Math.max(lexicon().longest, values.longest, longestColumnPhrase),
    tokens.length - at,
  );
  for (let length = longest; length >= 1; length -= 1) {
    const slice = tokens.slice(at, at + length);
    if (slice.some((part) => part.kind === 'break' || part.kind === 'quoted')) continue;
    const candidate = phraseCandidate(
      slice,
      table,
      values,
      period?.length === length ? period.period : undefined,
    );
    if (candidate && (!best || candidate.weight > best.weight)) best = candidate;
  }
  if (best && yieldsToNext(best, tokens, at, table)) best = phraseCandidate([token], table, values) ?? best;
  return best ?? unknownCandidate(token, values);
}

/** `total cost other`: the aggregate lets go of `cost`, which belongs to the better match behind it. */
function yieldsToNext(best: Candidate, tokens: readonly Token[], at: number, table: Table): boolean {
  const opensWithAggregate = lexicon()
    .find(stem(tokens[at]?.lower ?? ''))
    .some((tag) => tag.kind === 'aggregate' || tag.kind === 'superlative');
  if (best.length < 2 || best.item.columns.length === 0 || !opensWithAggregate) return false;
  const longer = tokens.slice(at + 1, at + best.length + 1);
  if (longer.length < best.length || longer.some((token) => token.kind !== 'word')) return false;
  return (
    (columnsOf(
      longer.map((token) => token.lower),
      table,
    )[0]?.score ?? 0) >= 0.97
  );
}

function phraseCandidate(
  slice: Token[],
  table: Table,
  values: ValueIndex,
  period?: Period,
): Candidate | undefined {
  if (slice.length > 1 && [slice[0], slice.at(-1)].some((token) => isMark(token))) return undefined;
  const words = slice.map((token) => token.lower);
  const hasSymbol = slice.some((token) => token.kind === 'symbol');
  const item = makeItem(slice);
  item.tags = lexicon()
    .find(phraseKey(words))
    .filter((tag) => tag.kind !== 'month' || !/s$/.test(words[0] ?? ''));
  if (period) item.period = period;
  if (!hasSymbol || slice.length > 1) {
    const plain = words.filter((_, index) => slice[index]?.kind !== 'symbol');
    item.values = valuesOf(slice, plain, values);
    if (!hasSymbol) {
      item.columns = columnsOf(words, table).filter((match) => !match.isCorrected || item.tags.length === 0);
      item.isRowNoun = isRowNoun(words, table);
      item.isFileName = isFileName(words, table);
    }
  }
  if (slice.length === 1) addSingle(item, slice[0]);
  const meaning = weigh(item, slice.length);
  return meaning > 0 ? { item, length: slice.length, weight: slice.length + meaning } : undefined;
}

/** A comma or bracket at the edge of a phrase is no part of it. */
function isMark(token: Token | undefined): boolean {
  return token?.kind === 'symbol' && [',', '(', ')'].includes(token.lower);
}

/** Equal lengths are decided by how sure the meaning is. */
function weigh(item: Item, length: number): number {
  const top = item.columns[0]?.score ?? 0;
  const weights = [
    item.period ? 0.9 : 0,
    item.tags.length > 0 ? 0.7 : 0,
    item.values.length > 0 ? 0.8 : 0,
    top >= 0.7 ? top * 0.9 : top > 0 ? top * 0.6 : 0,
    item.isRowNoun || item.isFileName ? 0.6 : 0,
    item.number !== undefined ? 0.5 : 0,
    length === 1 && item.isFiller ? 0.3 : 0,
  ];
  return Math.max(...weights);
}

function columnsOf(words: string[], table: Table): ColumnMatch[] {
  if (words.length > longestColumnPhrase) return [];
  const [first = '', last = ''] = [words[0], words.at(-1)];
  const exact = matchColumns(words, table);
  if ((exact[0]?.score ?? 0) === 1 || first === 'how') return exact;
  if (edgeWords.has(first) || edgeWords.has(last)) return [];
  if (words.slice(1, -1).some((word) => innerBarriers.has(word))) {
    const inner = words.filter((word) => innerBarriers.has(word));
    return exact.filter((match) => inner.every((word) => nameWords(match.column.name).includes(word)));
  }
  if (words.length > 1 && lexicon().find(stem(first)).some(isGroupingTag)) return [];
  return exact;
}

function isGroupingTag(tag: Tag): boolean {
  return [
    'by',
    'each',
    'which',
    'count',
    'share',
    'distinct',
    'preposition',
    'and',
    'adverb',
    'chart',
  ].includes(tag.kind);
}

function valuesOf(slice: Token[], words: string[], values: ValueIndex): ValueMatch[] {
  if (words.length === 0) return [];
  const found = values.find(words);
  const [first] = slice;
  const short = words.join('').length <= 2;
  if (!short || !first) return found;
  return found.filter((match) => match.value === first.text);
}

function isRowNoun(words: string[], table: Table): boolean {
  if (words.length > 2) return false;
  return table.rowNouns.has(stem(words.join('')));
}

function isFileName(words: string[], table: Table): boolean {
  const joined = words.join('').replace(/[^\p{L}\p{N}]/gu, '');
  return table.names.concat(table.stems).some((name) => {
    const plain = name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
    return plain === joined || (words.length > 1 && plain === stem(joined));
  });
}

function addSingle(item: Item, token: Token | undefined): void {
  if (!token) return;
  if (token.kind === 'number') {
    item.number = token.value;
    item.unit = token.unit;
  }
  item.isFiller = token.kind === 'symbol' || lexicon().isFiller(token.lower);
}

function quotedCandidate(token: Token, table: Table, values: ValueIndex): Candidate {
  const item = makeItem([token]);
  item.isQuoted = true;
  const words = token.lower.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  item.columns = matchColumns(words, table).filter((match) => match.score >= 0.9);
  item.values = values.find(words);
  item.isFileName = isFileName([token.lower], table);
  return { item, length: 1, weight: 1 };
}

function unknownCandidate(token: Token, values: ValueIndex): Candidate {
  const item = makeItem([token]);
  addSingle(item, token);
  if (token.kind === 'word' && token.lower.length >= 3) item.values = values.findPart(token.lower);
  if (item.values.length === 0 && token.kind === 'word') {
    const meant = /^differences?$/.test(token.lower)
      ? undefined
      : lexicon().singleWords.find((word) => isTypo(stem(token.lower), word));
    if (meant) {
      item.tags = lexicon().find(meant);
      item.correctedTo = meant;
    }
  }
  return { item, length: 1, weight: 0 };
}

function single(token: Token, extra: Partial<Item>): Candidate {
  return { item: { ...makeItem([token]), ...extra }, length: 1, weight: 1 };
}

function makeItem(tokens: Token[]): Item {
  return {
    text: tokens.map((token) => token.text).join(' '),
    tokens,
    tags: [],
    columns: [],
    values: [],
    used: false,
  };
}

/** The item's tag of a kind, if it has one. */
export function tagOf<K extends Tag['kind']>(
  item: Item | undefined,
  kind: K,
): Extract<Tag, { kind: K }> | undefined {
  return item?.tags.find((tag): tag is Extract<Tag, { kind: K }> => tag.kind === kind);
}

/** The tag of a phrase's first word: `highest temperature` names a column and still says highest. */
export function impliedTag<K extends Tag['kind']>(
  item: Item,
  kind: K,
): Extract<Tag, { kind: K }> | undefined {
  if (item.tokens.length < 2 || item.columns.length === 0) return undefined;
  const tags = lexicon().find(stem(item.tokens[0]?.lower ?? ''));
  return tags.find((tag): tag is Extract<Tag, { kind: K }> => tag.kind === kind);
}
