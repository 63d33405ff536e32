import { aliasPatterns, areSynonyms, isAliasWord } from './lexicon/synonyms.ts';
import { type Column, isMeasure, type Table } from './table.ts';
import { isTypo, nameWords, stem } from './words.ts';

export interface ColumnMatch {
  column: Column;
  /** 1 for the name itself; at least 0.4. */
  score: number;
  /** A misspelling was forgiven. */
  isCorrected?: boolean;
}

const minorWords = new Set([
  'of',
  'the',
  'a',
  'an',
  'in',
  'per',
  'and',
  'for',
  'their',
  'its',
  'level',
  'value',
  'column',
  'field',
  'data',
  'name',
  'category',
  'type',
]);
/** Parts of names that say too little to stand for the whole name. */
const vagueWords = new Set([
  'name',
  'type',
  'total',
  'number',
  'other',
  'value',
  'time',
  'of',
  'source',
  'code',
  'day',
  'us',
  'make',
  'effect',
  'amount',
  'max',
  'min',
  'maximum',
  'minimum',
  'high',
  'low',
  'highest',
  'lowest',
  'average',
  'mean',
  'avg',
  'flight',
  'life',
  'running',
  'world',
  'production',
  'major',
  'creative',
  'date',
  'american',
  'aircraft',
  'bird',
  'animal',
  'wildlife',
  'international',
  'no',
  'num',
  'body',
]);

/** Columns a phrase may name, best first. `words` are lower-case words as typed. */
export function matchColumns(words: readonly string[], table: Table): ColumnMatch[] {
  const stems = words.flatMap(nameWords).map(stem);
  if (!stems.every((word) => mayName(word, table))) return [];
  const matches = new Map<string, ColumnMatch>();
  for (const column of table.columns) {
    const match = matchOne(words, stems, column, table);
    if (match) matches.set(column.name, match);
  }
  for (const match of matchAliases(stems, table)) {
    const known = matches.get(match.column.name);
    if (!known || known.score < match.score) matches.set(match.column.name, match);
  }
  return [...matches.values()].sort((left, right) => right.score - left.score);
}

/** Whether a word can be part of any column's name at all; most words of a request cannot. */
function mayName(word: string, table: Table): boolean {
  const known = table.mayName.get(word);
  if (known !== undefined) return known;
  const isKnown =
    minorWords.has(word) ||
    table.stemWords.has(word) ||
    table.rowNouns.has(word) ||
    isAliasWord(word) ||
    table.columns.some(
      (column) =>
        column.name.toLowerCase().includes(word) || findWord(word, new Set(column.words)) !== undefined,
    );
  table.mayName.set(word, isKnown);
  return isKnown;
}

function matchOne(
  words: readonly string[],
  stems: string[],
  column: Column,
  table: Table,
): ColumnMatch | undefined {
  const typed = words.join(' ');
  const name = column.name.toLowerCase();
  if (typed === name || words.join('') === name.replace(/[^\p{L}\p{N}]/gu, '')) return { column, score: 1 };
  const meaningful = stems.filter((word) => !minorWords.has(word) || column.words.includes(word));
  if (meaningful.length === 0) return undefined;
  const open = new Set(column.words);
  let weight = 0;
  let corrected = false;
  for (const word of meaningful) {
    const found = findWord(word, open);
    if (found) {
      open.delete(found.word);
      weight += found.quality;
      corrected ||= found.isTypo;
    } else if (!table.stemWords.has(word) && !table.rowNouns.has(word)) return undefined;
  }
  if (weight === 0) return undefined;
  const last = meaningful.at(-1);
  if (
    last &&
    meaningful.length > 1 &&
    open.size < column.words.length &&
    !column.words.some(
      (word) =>
        !open.has(word) && (word === last || areSynonyms(word, last) || findWord(last, new Set([word]))),
    )
  )
    return undefined;
  const leftover = [...open].filter((word) => !minorWords.has(word));
  const share = (column.words.length - leftover.length) / column.words.length;
  const quality = weight / meaningful.length;
  if (leftover.length === 0)
    return { column, score: 0.75 + 0.24 * Math.min(1, quality), isCorrected: corrected };
  const matched = column.words.filter((word) => !open.has(word));
  if (matched.every((word) => vagueWords.has(word)) && matched.length === 1) return undefined;
  if (corrected && meaningful.length === 1 && column.words.length > 2) return undefined;
  return { column, score: 0.4 + 0.35 * share * Math.min(1, quality), isCorrected: corrected };
}

function findWord(
  word: string,
  open: Set<string>,
): { word: string; quality: number; isTypo: boolean } | undefined {
  if (open.has(word)) return { word, quality: 1, isTypo: false };
  for (const candidate of open)
    if (areSynonyms(word, candidate)) return { word: candidate, quality: 0.9, isTypo: false };
  for (const candidate of open) {
    const [short, long] = word.length < candidate.length ? [word, candidate] : [candidate, word];
    if (
      short.length >= 4 &&
      long.startsWith(short) &&
      long.length - short.length <= 7 &&
      !vagueWords.has(short)
    ) {
      return { word: candidate, quality: 0.85, isTypo: false };
    }
  }
  for (const candidate of open)
    if (isTypo(word, candidate)) return { word: candidate, quality: 0.8, isTypo: true };
  return undefined;
}

function matchAliases(stems: string[], table: Table): ColumnMatch[] {
  const phrase = stems.filter((word) => word !== 'the').join(' ');
  const patterns = aliasPatterns(phrase);
  for (const [index, pattern] of patterns.entries()) {
    const wanted = pattern.split(/[ _]/);
    const found = table.columns.filter(
      (column) =>
        wanted.every((word) => hasWord(column, word)) &&
        (column.role !== 'identifier' || column.words.length === wanted.length),
    );
    if (found.length > 0) {
      const shortest = Math.min(...found.map((column) => column.words.length));
      found.sort((left, right) => left.words.length - right.words.length);
      return found.map((column) => ({
        column,
        score: 0.93 - 0.03 * index - 0.02 * (column.words.length - shortest),
      }));
    }
  }
  return [];
}

function hasWord(column: Column, word: string): boolean {
  return column.words.some((own) => own === word || areSynonyms(own, word));
}

/** The first column that has every word of one of the patterns, such as `imdb rating`; measures first. */
export function columnAbout(patterns: readonly string[], table: Table): Column | undefined {
  for (const pattern of patterns) {
    const wanted = pattern.split(/[ _]/).map(stem);
    const found = table.columns.filter((column) => wanted.every((word) => hasWord(column, word)));
    const best = found.sort(
      (left, right) =>
        Number(isMeasure(right)) - Number(isMeasure(left)) || left.words.length - right.words.length,
    )[0];
    if (best) return best;
  }
  return undefined;
}
