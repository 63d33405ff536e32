import { type Item, tagOf } from '../items.ts';
import type { Intent } from '../lexicon/tag.ts';
import { hasPreposition, isPassable, isWord, type Reading } from './reading.ts';

/** Words that say what kind of question it is, and the chart wanted; marks them used. */
export function readIntents(reading: Reading): void {
  reading.items.forEach((item, at) => {
    readChart(reading, item, at);
    const intent = tagOf(item, 'intent')?.intent;
    if (!intent || item.used || !isMeant(reading, item, at, intent)) return;
    reading.intents.add(intent);
    item.used = true;
  });
}

const sentenceLevel = new Set<Intent>(['convert', 'clean', 'join']);
const weakChange = /^(changes?|growth|returns?)$/i;

function isMeant(reading: Reading, item: Item, at: number, intent: Intent): boolean {
  if (sentenceLevel.has(intent)) return false;
  const strong = item.columns[0]?.score ?? 0;
  if (strong >= 0.9 && item.tokens.length === 1 && intent !== 'correlation') return false;
  if (item.isFileName) return false;
  const { items } = reading;
  if (
    intent === 'change' &&
    weakChange.test(item.text) &&
    items.some((other) => tagOf(other, 'intent')?.intent === 'trend' && other !== item)
  )
    return !/^changes?$/i.test(item.text);
  if (intent === 'rolling' && isWord(item, 'ma') && items[at - 1]?.number === undefined) return false;
  if (intent === 'describe' && tagOf(item, 'text-match')) return items.slice(at + 1).every(isPassable);
  if (isWord(item, 'distributed') && isWord(items[at + 1], 'by')) {
    const next = items[at + 2];
    return next === undefined || (next.columns.length > 0 && next.values.length === 0) || isPassable(next);
  }
  if (intent === 'distribution' && isWord(item, 'range') && tagOf(items[at - 1], 'preposition')) return false;
  if (intent === 'describe' && isWord(item, 'contain', 'info', 'profile', 'explain', 'statistics', 'stats')) {
    return !items.some((other) => tagOf(other, 'comparator') || tagOf(other, 'superlative'));
  }
  if (intent === 'correlation' && isWord(item, 'related', 'connection', 'linked'))
    return items.some(
      (other) => hasPreposition(other, 'to', 'with') || tagOf(other, 'between') || tagOf(other, 'and'),
    );
  return true;
}

function readChart(reading: Reading, item: Item, at: number): void {
  const tag = tagOf(item, 'chart');
  if (!tag || item.used || (item.columns[0]?.score ?? 0) >= 0.9) return;
  if (isWord(item, 'line', 'lines') && !isWord(reading.items[at - 1], 'a', 'as', 'with', 'one', 'separate'))
    return;
  if (isWord(item, 'figure') && !isWord(reading.items[at - 1], 'a')) return;
  item.used = true;
  if (tag.chart === 'any') reading.wantsChart = true;
  else reading.chart ??= tag.chart;
  for (
    let index = at - 1;
    index >= 0 &&
    (isPassable(reading.items[index]) ||
      hasPreposition(reading.items[index], 'in', 'on', 'to', 'with', 'into')) &&
    index >= at - 3;
    index -= 1
  ) {
    const before = reading.items[index];
    if (before) before.used = true;
  }
}
