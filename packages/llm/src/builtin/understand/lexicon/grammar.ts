import { chartWords, formatWords, intentWords } from './request-words.ts';
import { ascendingWords, descendingWords, prepositions, structureWords } from './structure-words.ts';
import type { Tag } from './tag.ts';

const textMatches = {
  contains:
    'contains, containing, includes, including the word, with the word, including the text, that contain, matching, mentioning, including',
  'starts-with':
    'starts with, starting with, begins with, beginning with, start with, begin with, starts with the letter, starting with the letter, beginning with the letter',
  'ends-with': 'ends with, ending with, ending in, end with, end in, ends in',
} as const;

/** The phrases of a list that is written with commas and line breaks. */
function listed(words: string): string[] {
  return words
    .split(',')
    .map((phrase) => phrase.trim())
    .filter(Boolean);
}

function tagged<Key extends string>(
  table: Partial<Record<Key, string>>,
  tagFor: (key: Key) => Tag,
): [string, Tag][] {
  const keys = Object.keys(table) as Key[];
  return keys.flatMap((key) => listed(table[key] ?? '').map((word): [string, Tag] => [word, tagFor(key)]));
}

/** Words of structure: grouping, filters, charts, formats, intents. */
export function grammarPhrases(): [string, Tag][] {
  const order = { ascending: ascendingWords, descending: descendingWords };
  return [
    // Every kind in this table is a tag that carries nothing but its kind.
    ...tagged(structureWords, (kind) => ({ kind }) as Tag),
    ...listed(prepositions).map((word): [string, Tag] => [word, { kind: 'preposition', word }]),
    ...tagged(chartWords, (chart) => ({ kind: 'chart', chart })),
    ...tagged(formatWords, (to) => ({ kind: 'format', to })),
    ...tagged(intentWords, (intent) => ({ kind: 'intent', intent })),
    ...tagged(textMatches, (operator) => ({ kind: 'text-match', operator })),
    ...tagged(order, (direction) => ({ kind: 'direction', direction })),
  ];
}
