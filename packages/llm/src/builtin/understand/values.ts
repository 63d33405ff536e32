import type { Column, Table } from './table.ts';
import { tokenize } from './tokens.ts';

export interface ValueMatch {
  column: Column;
  value: string | number | boolean;
  /** The phrase is only part of the value, as `Dallas` in `DALLAS/FORT WORTH INTL ARPT`. */
  isPartial?: boolean;
}

/** Values of the text columns by their words, for looking up phrases of a request. */
export interface ValueIndex {
  find(words: readonly string[]): ValueMatch[];
  findPart(word: string): ValueMatch[];
  longest: number;
}

const maxWords = 8;

export function indexValues(table: Table): ValueIndex {
  const exact = new Map<string, ValueMatch[]>();
  const parts = new Map<string, ValueMatch[]>();
  let longest = 1;
  for (const column of table.columns) {
    for (const value of knownValues(column)) {
      if (typeof value !== 'string') continue;
      const words = valueWords(value);
      if (words.length === 0 || words.length > maxWords) continue;
      longest = Math.max(longest, words.length);
      add(exact, words.join(' '), { column, value });
      if (words.length === 1 && words[0] !== undefined) {
        for (const form of derivedForms(words[0])) add(exact, form, { column, value });
      } else for (const word of new Set(words)) add(parts, word, { column, value, isPartial: true });
      const last = words.at(-1);
      if (words.length > 1 && last && /\p{L}{3}$/u.test(last))
        add(exact, `${words.slice(0, -1).join(' ')} ${last}s`, { column, value });
    }
  }
  return {
    longest,
    find: (words) => exact.get(words.join(' ')) ?? [],
    findPart: (word) => parts.get(word) ?? [],
  };
}

function add(index: Map<string, ValueMatch[]>, key: string, match: ValueMatch): void {
  const found = index.get(key) ?? [];
  if (!found.some((other) => other.column === match.column)) found.push(match);
  index.set(key, found);
}

/** The values of a column that its profile shows. */
export function knownValues(column: Column): (string | number | boolean)[] {
  const { type, topValues, samples, min, max } = column.profile;
  if (type !== 'text' && type !== 'boolean') return [];
  const all = [...topValues.map((entry) => entry.value), ...samples, min ?? null, max ?? null];
  return [...new Set(all)].filter((value) => value !== null);
}

/** Whether the profile shows every value of the column, so that an unseen word cannot be one. */
export function showsAllValues(column: Column): boolean {
  return knownValues(column).length >= column.profile.distinctCount;
}

export function valueWords(value: string): string[] {
  return tokenize(value.slice(0, 200))
    .filter((token) => token.kind === 'word' || token.kind === 'number')
    .map((token) => token.lower);
}

/** `rain`: rains, rained, raining, rainy; `sun`: sunny; `Male`: males. */
function derivedForms(word: string): string[] {
  if (!/^\p{L}{3,}$/u.test(word)) return [];
  const root = word.replace(/e$/, '');
  const doubled = /[^aeiou][aeiou][bdgmnprt]$/.test(word) ? word + word.slice(-1) : root;
  const forms = [
    `${word}s`,
    `${doubled}y`,
    `${root}y`,
    `${doubled}ed`,
    `${doubled}ing`,
    `${root}ed`,
    `${root}ing`,
  ];
  if (/[^aeiou]y$/.test(word)) forms.push(`${word.slice(0, -1)}ies`, `${word.slice(0, -1)}ied`);
  if (/(s|x|ch|sh)$/.test(word)) forms.push(`${word}es`);
  return forms.filter((form) => form !== word);
}

/** A value the profile does not show, written the way the column's values are written. */
export function inStyleOf(column: Column, typed: string): string {
  const shown = knownValues(column).filter(
    (value) => typeof value === 'string' && /\p{L}/u.test(value),
  ) as string[];
  if (shown.length === 0) return typed;
  if (shown.every((value) => value === value.toUpperCase())) return typed.toUpperCase();
  if (shown.every((value) => value === value.toLowerCase())) return typed.toLowerCase();
  if (typed !== typed.toLowerCase()) return typed;
  return typed.replace(/(^|[\s-])(\p{L})/gu, (_, gap: string, letter: string) => gap + letter.toUpperCase());
}
