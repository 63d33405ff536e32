import type { Aggregate, ChartKind, Filter, Measure } from '../../question.ts';
import { type Item, tagOf } from '../items.ts';
import type { CompareOperator, Direction, Intent, Tag } from '../lexicon/tag.ts';
import type { Column, Table } from '../table.ts';

/** A condition on groups, such as `more than 100 strikes`. */
export interface GroupCondition {
  measure: Measure;
  operator: CompareOperator;
  value: number;
}

export interface Superlative {
  direction: Direction;
  limit?: number;
  about?: string[];
  /** Place in the items, to find what it speaks of. */
  at: number;
  isTopWord: boolean;
}

/** What has been read of one clause so far. */
export interface Reading {
  table: Table;
  items: Item[];
  filters: Filter[];
  conditions: GroupCondition[];
  assumptions: string[];
  /** Why the clause cannot be answered as asked; any entry refuses it. */
  faults: string[];
  chart?: ChartKind;
  wantsChart: boolean;
  /** `… on average`, `… in total`: said after the column. */
  overall?: Aggregate;
  intents: Set<Intent>;
}

export function createReading(table: Table, items: Item[]): Reading {
  return {
    table,
    items,
    filters: [],
    conditions: [],
    assumptions: [],
    faults: [],
    wantsChart: false,
    intents: new Set(),
  };
}

/** Words between two meaningful phrases: articles, `of the`, `value`, and used ones where asked. */
export function isPassable(item: Item | undefined): boolean {
  if (!item) return false;
  if (item.used) return false;
  if (item.columns.length > 0 || item.values.length > 0 || item.number !== undefined || item.period)
    return false;
  if (item.isRowNoun && !item.isFiller) return false;
  return Boolean(item.isFiller) && !item.isBreak && !item.tags.some(isStructural);
}

const structural = new Set<Tag['kind']>([
  'aggregate',
  'superlative',
  'comparator',
  'between',
  'bucket',
  'adverb',
  'by',
  'each',
  'which',
  'count',
  'distinct',
  'share',
  'not',
  'missing',
  'present',
  'and',
  'or',
  'text-match',
  'intent',
  'since',
  'before',
  'after',
  'until',
  'month',
  'weekday',
  'season',
  'sort',
  'direction',
  'next',
  'have',
]);

function isStructural(tag: Tag): boolean {
  return structural.has(tag.kind);
}

/** The index of the next item that is not a mere article or filler, or -1. */
export function nextMeaningful(items: readonly Item[], at: number, step: 1 | -1 = 1): number {
  for (let index = at; index >= 0 && index < items.length; index += step) {
    if (!isPassable(items[index])) return index;
  }
  return -1;
}

/** Whether the word is one of these, whatever else it may mean. */
export function isWord(item: Item | undefined, ...words: string[]): boolean {
  return item !== undefined && words.includes(item.text.toLowerCase());
}

export function hasPreposition(item: Item | undefined, ...words: string[]): boolean {
  const tag = tagOf(item, 'preposition');
  return tag !== undefined && (words.length === 0 || words.includes(tag.word));
}

/** The columns an item names, in the order of trust, narrowed to those that fit. */
export function columnOf(item: Item | undefined, fits?: (column: Column) => boolean): Column | undefined {
  if (!item) return undefined;
  const matches = fits ? item.columns.filter((match) => fits(match.column)) : item.columns;
  return matches[0]?.column;
}

export function addFilter(reading: Reading, filter: Filter): void {
  const text = JSON.stringify(filter);
  if (!reading.filters.some((other) => JSON.stringify(other) === text)) reading.filters.push(filter);
}

export function assume(reading: Reading, sentence: string): void {
  if (!reading.assumptions.includes(sentence)) reading.assumptions.push(sentence);
}

/** How a column is named to a person, with odd signs harmless. */
export function quoteName(name: string): string {
  return `“${name.replace(/\s+/g, ' ').slice(0, 80)}”`;
}
