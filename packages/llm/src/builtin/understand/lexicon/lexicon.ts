import { tokenize } from '../tokens.ts';
import { stem } from '../words.ts';
import { aggregatePhrases } from './aggregates.ts';
import { comparatorPhrases } from './comparators.ts';
import { fillerWords } from './fillers.ts';
import { grammarPhrases } from './grammar.ts';
import type { Tag } from './tag.ts';
import { timePhrases } from './time.ts';

/** Every phrase the reader knows, by its stemmed words; `longest` is the most words in one phrase. */
export interface Lexicon {
  find(words: string): Tag[];
  isFiller(word: string): boolean;
  longest: number;
  /** Single words worth correcting typing slips to. */
  singleWords: string[];
}

/** The key under which a phrase is stored and looked up. */
export function phraseKey(words: readonly string[]): string {
  return words.map((word) => stem(word)).join(' ');
}

let shared: Lexicon | undefined;

/** The lexicon, built at the first call. */
export function lexicon(): Lexicon {
  shared ??= build();
  return shared;
}

function build(): Lexicon {
  const tags = new Map<string, Tag[]>();
  let longest = 1;
  const all = [...comparatorPhrases(), ...aggregatePhrases(), ...timePhrases(), ...grammarPhrases()];
  for (const [phrase, tag] of all) {
    const words = tokenize(phrase).map((token) => token.lower);
    longest = Math.max(longest, words.length);
    const key = phraseKey(words);
    const found = tags.get(key) ?? [];
    if (!found.some((other) => other.kind === tag.kind)) found.push(tag);
    tags.set(key, found);
  }
  const fillers = fillerWords();
  const singleWords = [...tags.keys()].filter((key) => !key.includes(' ') && key.length >= 6);
  return {
    longest,
    singleWords,
    find: (key) => tags.get(key) ?? [],
    isFiller: (word) => fillers.has(word.toLowerCase()) || fillers.has(stem(word)),
  };
}
