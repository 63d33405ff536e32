import type { Source } from '../question.ts';
import { type Column, joinedTable, type Table } from './table.ts';

type JoinSource = Extract<Source, { kind: 'join' }>;

interface KeyPair {
  left: Column;
  right: Column;
  score: number;
}

/** Pairs of columns that two documents can be joined on, best first: by name, type and shared values. */
export function joinKeys(left: Table, right: Table): KeyPair[] {
  const pairs: KeyPair[] = [];
  for (const mine of left.columns) {
    for (const other of right.columns) {
      const score = keyScore(mine, other, left, right);
      if (score >= 0.5) pairs.push({ left: mine, right: other, score });
    }
  }
  return pairs.sort((first, second) => second.score - first.score);
}

function keyScore(mine: Column, other: Column, left: Table, right: Table): number {
  if (
    !isSameKind(mine, other) ||
    (mine.role === 'measure' &&
      other.role === 'measure' &&
      mine.name.toLowerCase() !== other.name.toLowerCase())
  )
    return 0;
  const name = nameScore(mine, other, left, right);
  const overlap = overlapOf(mine, other);
  const identifies =
    mine.profile.distinctCount === left.rowCount || other.profile.distinctCount === right.rowCount ? 0.1 : 0;
  const isKeyLike =
    mine.role === 'identifier' ||
    other.role === 'identifier' ||
    mine.role === 'category' ||
    mine.role === 'year' ||
    mine.role === 'date'
      ? 0.05
      : -0.3;
  return name * 0.6 + overlap * 0.3 + identifies + isKeyLike;
}

function isSameKind(mine: Column, other: Column): boolean {
  const kinds: Record<string, string> = {
    integer: 'number',
    number: 'number',
    date: 'date',
    datetime: 'date',
  };
  const [first, second] = [mine.profile.type, other.profile.type];
  return (kinds[first] ?? first) === (kinds[second] ?? second);
}

function nameScore(mine: Column, other: Column, left: Table, right: Table): number {
  if (mine.name.toLowerCase() === other.name.toLowerCase()) return 1;
  const [first, second] = [mine.words.join(' '), other.words.join(' ')];
  if (first === second) return 0.95;
  const qualified = (words: string[], table: Table) =>
    words.filter((word) => !table.stemWords.has(word)).join(' ');
  const [bareFirst, bareSecond] = [qualified(mine.words, right), qualified(other.words, left)];
  if (bareFirst !== '' && bareFirst === bareSecond) return 0.85;
  if (first.endsWith(` ${second}`) || second.endsWith(` ${first}`)) return 0.75;
  return mine.words.some((word) => other.words.includes(word) && word !== 'id' && word !== 'name') ? 0.4 : 0;
}

/** The share of one column's frequent values that the other's span or values may hold. */
function overlapOf(mine: Column, other: Column): number {
  const first = mine.profile.topValues.map((entry) => String(entry.value).toLowerCase());
  const second = new Set(other.profile.topValues.map((entry) => String(entry.value).toLowerCase()));
  if (first.length === 0 || second.size === 0) return 0;
  const shared = first.filter((value) => second.has(value)).length / Math.min(first.length, second.size);
  if (shared > 0) return shared;
  const { min, max } = mine.profile;
  const { min: low, max: high } = other.profile;
  if (
    typeof min !== 'number' ||
    typeof max !== 'number' ||
    typeof low !== 'number' ||
    typeof high !== 'number'
  )
    return 0;
  return min <= high && low <= max ? 0.5 : 0;
}

/** The columns the request names as keys, present on both sides. */
export function namedKeys(
  words: readonly Column[],
  left: Table,
  right: Table,
): { left: string; right: string }[] {
  const found: { left: string; right: string }[] = [];
  for (const column of words) {
    const mine = left.columns.find((other) => other.name.toLowerCase() === column.name.toLowerCase());
    const other = right.columns.find(
      (candidate) => candidate.name.toLowerCase() === column.name.toLowerCase(),
    );
    if (mine && other) found.push({ left: mine.name, right: other.name });
    else {
      const pair = joinKeys(left, right).find(
        (candidate) => candidate.left.name === column.name || candidate.right.name === column.name,
      );
      if (pair) found.push({ left: pair.left.name, right: pair.right.name });
    }
  }
  return found.filter((pair, index) => found.findIndex((other) => other.left === pair.left) === index);
}

/** A table of two documents joined on the given or the best key; nothing where they share none. */
export function joinTables(
  left: Table,
  right: Table,
  how: JoinSource['how'],
  keys?: { left: string; right: string }[],
): { table: Table; source: JoinSource } | undefined {
  if (left.source.kind !== 'document' || right.source.kind !== 'document') return undefined;
  const [best] = joinKeys(left, right);
  const on = keys && keys.length > 0 ? keys : best ? [{ left: best.left.name, right: best.right.name }] : [];
  if (on.length === 0) return undefined;
  const source: JoinSource = { kind: 'join', left: left.source.path, right: right.source.path, on, how };
  return { table: joinedTable(left, right, source), source };
}
