import type { ColumnProfile } from '@sandsmith/contracts/domain/document';
import type { DocumentContext } from '../../model-port.ts';
import type { Source } from '../question.ts';
import { nameWords, stem } from './words.ts';

export type ColumnRole = 'measure' | 'category' | 'date' | 'year' | 'identifier' | 'flag' | 'other';

/** A column as the reader sees it: its profile and what its name says. */
export interface Column {
  name: string;
  profile: ColumnProfile;
  role: ColumnRole;
  /** The name's stemmed words without units. */
  words: string[];
  unit?: string;
}

/** One document, or two joined: what one question is asked of. */
export interface Table {
  source: Source;
  /** File names without folder and extension. */
  stems: string[];
  names: string[];
  rowCount: number;
  columns: Column[];
  /** Stemmed words that mean one row: `strike` for birdstrikes.csv. */
  rowNouns: Set<string>;
  /** Stemmed words of the file names. */
  stemWords: Set<string>;
  /** Remembers which words can be part of a column's name. */
  mayName: Map<string, boolean>;
}

const unitWords: Record<string, string> = {
  mm: 'mm',
  cm: 'cm',
  m: 'm',
  km: 'km',
  g: 'g',
  kg: 'kg',
  mg: 'mg',
  lb: 'lb',
  lbs: 'lb',
  oz: 'oz',
  knots: 'knots',
  kt: 'knots',
  min: 'min',
  mins: 'min',
  minutes: 'min',
  sec: 's',
  seconds: 's',
  s: 's',
  ms: 'ms',
  hours: 'h',
  hrs: 'h',
  $: '$',
  usd: '$',
  eur: '€',
  c: '°c',
  f: '°f',
  celsius: '°c',
  fahrenheit: '°f',
  '°': '°',
  pct: '%',
  '%': '%',
  kph: 'kph',
  mph: 'mph',
  ft: 'ft',
  inches: 'in',
  miles: 'mi',
  l: 'l',
  ml: 'ml',
};

/** Words that mean the same kind of row. */
const rowNounFamilies = [
  ['movie', 'film', 'picture', 'title', 'release'],
  ['penguin', 'bird', 'specimen', 'animal', 'individual'],
  ['strike', 'incident', 'collision', 'accident', 'birdstrike', 'event', 'hit', 'crash', 'report'],
  ['sale', 'order', 'transaction', 'purchase', 'deal'],
  ['customer', 'client', 'user', 'person', 'buyer'],
  ['employee', 'worker', 'person', 'staff', 'colleague'],
  ['product', 'item', 'article', 'good'],
  ['flight', 'trip'],
  ['car', 'vehicle', 'automobile'],
  ['song', 'track'],
  ['county', 'area', 'region'],
  ['earthquake', 'quake'],
  ['store', 'shop', 'outlet'],
  ['student', 'pupil', 'person'],
];

const rowNounsByStem: Record<string, string[]> = {
  unemployment: ['county', 'area', 'region'],
  birdstrike: ['strike', 'bird'],
};

/** What one document offers to a question. */
export function documentTable(document: DocumentContext): Table {
  const stemName = fileStem(document.name);
  const columns = document.profile.columns.filter((column) => column.name.trim() !== '').map(readColumn);
  const stemWords = new Set(nameWords(stemName).map(stem));
  return {
    source: { kind: 'document', path: document.path },
    stems: [stemName],
    names: [document.name],
    rowCount: document.profile.rowCount,
    columns,
    stemWords,
    mayName: new Map(),
    rowNouns: readRowNouns(stemWords, columns, document.profile.rowCount),
  };
}

/** `sales` for `data/sales.csv`. */
export function fileStem(name: string): string {
  return (name.split('/').at(-1) ?? name).replace(/\.[A-Za-z0-9]{2,6}$/, '');
}

function readRowNouns(stemWords: Set<string>, columns: Column[], rowCount: number): Set<string> {
  const nouns = new Set<string>();
  for (const word of stemWords) {
    nouns.add(word);
    for (const extra of rowNounsByStem[word] ?? []) nouns.add(extra);
  }
  for (const family of rowNounFamilies) {
    if (family.some((word) => nouns.has(word))) for (const word of family) nouns.add(word);
  }
  const daily = columns.some(
    (column) => column.profile.type === 'date' && column.profile.distinctCount === rowCount,
  );
  if (daily && rowCount > 1) nouns.add('day');
  for (const column of columns) {
    if (column.words.length === 1 && column.words[0] !== undefined) nouns.delete(column.words[0]);
  }
  return nouns;
}

function readColumn(profile: ColumnProfile): Column {
  const all = nameWords(profile.name);
  const words: string[] = [];
  let unit: string | undefined;
  all.forEach((word, index) => {
    const asUnit = unitWords[word];
    const last = index === all.length - 1;
    const bracketed = profile.name.toLowerCase().includes(`(${word}`) || profile.name.includes('$');
    if (asUnit && index > 0 && (bracketed || (last && !/_(min|c|f|m|s|l|g)$/i.test(profile.name))))
      unit = asUnit;
    else words.push(stem(word));
  });
  const core = words.filter((word) => !['of', 'the', 'in', 'per', 'and', 'for'].includes(word));
  return {
    name: profile.name,
    profile,
    words: core.length > 0 ? core : [profile.name.toLowerCase()],
    unit,
    role: readRole(profile, core),
  };
}

function readRole(profile: ColumnProfile, words: string[]): ColumnRole {
  const { type } = profile;
  if (type === 'date' || type === 'datetime') return 'date';
  if (type === 'boolean') return 'flag';
  if (type === 'integer' || type === 'number') {
    if (type === 'integer' && isYearColumn(profile, words)) return 'year';
    const named = words.some((word) =>
      ['id', 'code', 'zip', 'index', 'key', 'fip', 'uuid', 'number'].includes(word),
    );
    if (named && type === 'integer') return 'identifier';
    const isLabel = words.some((word) =>
      ['cluster', 'group', 'class', 'category', 'zone', 'segment', 'grade', 'level'].includes(word),
    );
    if (isLabel && type === 'integer' && profile.distinctCount <= 50) return 'identifier';
    return 'measure';
  }
  if (type === 'text' || type === 'time') return 'category';
  return 'other';
}

function isYearColumn(profile: ColumnProfile, words: string[]): boolean {
  const { min, max } = profile;
  if (typeof min !== 'number' || typeof max !== 'number') return false;
  return words.includes('year') && min >= 1000 && max <= 2500;
}

/** A joined table offers the columns of both documents; a name found in both belongs to the left. */
export function joinedTable(left: Table, right: Table, source: Source): Table {
  const taken = new Set(left.columns.map((column) => column.name));
  const keys = new Set(source.kind === 'join' ? source.on.map((pair) => pair.right) : []);
  const added = right.columns.filter((column) => !taken.has(column.name) && !keys.has(column.name));
  return {
    source,
    stems: [...left.stems, ...right.stems],
    names: [...left.names, ...right.names],
    rowCount: Math.max(left.rowCount, right.rowCount),
    columns: [...left.columns, ...added],
    mayName: new Map(),
    stemWords: new Set([...left.stemWords, ...right.stemWords]),
    rowNouns: left.rowCount >= right.rowCount ? left.rowNouns : right.rowNouns,
  };
}

export function isNumeric(column: Column): boolean {
  return column.profile.type === 'integer' || column.profile.type === 'number';
}

/** Columns one can average: numbers that are neither identifiers nor years. */
export function isMeasure(column: Column): boolean {
  return column.role === 'measure';
}

/** The column that places rows in time, if there is one. */
export function timeColumn(table: Table): Column | undefined {
  return (
    table.columns.find((column) => column.role === 'date') ??
    table.columns.find((column) => column.role === 'year')
  );
}
