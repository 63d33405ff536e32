import type { AnalysisQuestion, FileFormat } from '../question.ts';
import { splitClauses } from './clauses.ts';
import { interpret } from './interpret.ts';
import { annotate, type Item, impliedTag, tagOf } from './items.ts';
import { joinTables, namedKeys } from './join.ts';
import { targetFormat } from './kinds/convert.ts';
import { splitPairedExtremes } from './paired-extremes.ts';
import { hasPreposition, isWord } from './read/reading.ts';
import { readPairedSuperlatives } from './read/said-aside.ts';
import type { SentenceOutcome } from './sentence.ts';
import { repeatSharedHeads } from './shared-heads.ts';
import { type Column, joinedTable, type Table } from './table.ts';
import { slugOf } from './titles.ts';
import type { Token } from './tokens.ts';
import { lostMeanings, unreadWords } from './unread.ts';

const joinPattern =
  /\b(join(?:ed|ing)?|merg(?:e|ed|ing)|combin(?:e|ed|ing)|vlookup|look ?up|enrich|augment|attach|append|match(?: up)?|link)\b|^add\b.{1,60}\bto\b/i;

/** Whether a request with two documents asks to put them together. */
export function asksToJoin(spec: string, tables: readonly Table[]): boolean {
  return tables.length >= 2 && joinPattern.test(spec);
}

/** Reads "join A with B on id and show total sales by region". */
export function readJoinRequest(
  tokens: readonly Token[],
  spec: string,
  tables: readonly Table[],
): SentenceOutcome {
  const [left, right] = pickTwo(spec, tables);
  if (!left || !right) return failed('To join, attach two documents.');
  const flat = joinedTable(left, right, left.source);
  const all = withAllColumns(flat, left, right);
  const items = annotate(repeatSharedHeads(tokens, all), all);
  const phrase = readJoinPhrase(items);
  const how = /\b(left|outer|full)\b/i.exec(spec)?.[1]?.toLowerCase();
  const keys = namedKeys(phrase.keys, left, right);
  const joined = joinTables(left, right, how === 'left' ? 'left' : how ? 'outer' : 'inner', keys);
  if (phrase.badKey)
    return failed(`“${phrase.badKey}” is not a column of ${left.names[0]} or ${right.names[0]}.`);
  if (phrase.keys.length > 0 && keys.length === 0)
    return failed(
      `“${phrase.keys[0]?.name}” is not a column of both ${left.names[0]} and ${right.names[0]}.`,
    );
  if (!joined)
    return failed(
      `${left.names[0]} and ${right.names[0]} share no column to join on; say “join on <column>”.`,
    );
  const on = joined.source.on
    .map((pair) => (pair.left === pair.right ? `“${pair.left}”` : `“${pair.left}” = “${pair.right}”`))
    .join(' and ');
  const assumptions = [`Joined ${left.names[0]} and ${right.names[0]} on ${on} (${joined.source.how} join).`];
  return readRest(items.slice(phrase.end), joined.table, {
    assumptions,
    unread: phrase.unread,
    to: targetFormat(items),
  });
}

function failed(fault: string): SentenceOutcome {
  return { questions: [], assumptions: [], faults: [fault], unread: [], lost: [], cost: 100 };
}

function withAllColumns(flat: Table, left: Table, right: Table): Table {
  return {
    ...flat,
    columns: [
      ...left.columns,
      ...right.columns.filter((column) => !left.columns.some((other) => other.name === column.name)),
    ],
  };
}

/** The two documents named, in the order named; else the first two. */
function pickTwo(spec: string, tables: readonly Table[]): Table[] {
  const lower = spec.toLowerCase();
  const places = tables.map((table) => ({ table, at: placeOf(lower, table) }));
  const named = places.filter((entry) => entry.at >= 0).sort((first, second) => first.at - second.at);
  const rest = places.filter((entry) => entry.at < 0);
  return [...named, ...rest].slice(0, 2).map((entry) => entry.table);
}

function placeOf(lower: string, table: Table): number {
  const names = [...table.names, ...table.stems, ...table.stems.map((stem) => stem.replace(/[_-]+/g, ' '))];
  const places = names.map((name) => lower.indexOf(name.toLowerCase())).filter((at) => at >= 0);
  return places.length > 0 ? Math.min(...places) : -1;
}

interface JoinPhrase {
  keys: Column[];
  end: number;
  unread: string[];
  /** The word after `on` that names no column. */
  badKey?: string;
}

/** From the word "join" over the names and the key, to where the next question starts. */
function readJoinPhrase(items: Item[]): JoinPhrase {
  const start = items.findIndex(
    (item) => tagOf(item, 'intent')?.intent === 'join' || joinPattern.test(item.text),
  );
  const keys: Column[] = [];
  let end = items.length;
  let hasKey = false;
  for (let at = Math.max(0, start); at < items.length; at += 1) {
    const item = items[at];
    if (!item) break;
    item.used = true;
    if (
      (hasPreposition(item, 'on') || isWord(item, 'using', 'on', 'via', 'by', 'key')) &&
      !hasKey &&
      items.slice(at + 1, at + 5).some((next) => next.columns.length > 0)
    ) {
      hasKey = true;
      at = takeKeys(items, at + 1, keys);
      end = at + 1;
      break;
    }
    if (isNextQuestion(items, at)) {
      end = at;
      break;
    }
  }
  const onAt = items.findIndex(
    (item, at) => at > start && (hasPreposition(item, 'on') || isWord(item, 'on', 'using')),
  );
  const named =
    onAt < 0 || hasKey ? undefined : items.slice(onAt + 1).find((item) => !item.isFiller && !item.isBreak);
  const badKey = named && named.tags.length === 0 && !named.isFileName ? named.text : undefined;
  return {
    keys,
    end,
    ...(badKey ? { badKey } : {}),
    unread: unreadWords(items.slice(0, Math.max(0, start))),
  };
}

function takeKeys(items: Item[], from: number, keys: Column[]): number {
  let last = from;
  for (let at = from; at < items.length; at += 1) {
    const item = items[at];
    const column = item?.columns[0];
    if (!item || item.isBreak || tagOf(item, 'by')) break;
    if (keys.length > 0 && impliedTag(item, 'aggregate')) break;
    if (column && column.score >= 0.75) {
      keys.push(column.column);
      item.used = true;
      last = at;
    } else if (!(item.isFiller || tagOf(item, 'and') || tagOf(item, 'comparator') || isWord(item, ',')))
      break;
    else if (isNextQuestion(items, at)) break;
    item.used = true;
  }
  return last;
}

const questionWords = new Set([
  'show',
  'compute',
  'calculate',
  'give',
  'find',
  'list',
  'plot',
  'what',
  'which',
  'how',
  'next',
  'tell',
  'chart',
  'draw',
  'display',
  'get',
  'report',
  'count',
]);

function isNextQuestion(items: readonly Item[], at: number): boolean {
  const item = items[at];
  if (at === 0 || !item) return false;
  const isJoint = tagOf(item, 'and') || tagOf(item, 'next') || isWord(item, ',', 'to') || item.isBreak;
  const next = items.slice(at + 1, at + 4).find((other) => !isWord(other, 'then', 'the', ',', 'and', 'also'));
  if (!isJoint || !next) return false;
  return (
    questionWords.has(next.tokens[0]?.lower ?? '') ||
    (['aggregate', 'count', 'superlative', 'share', 'chart'].some((kind) =>
      next.tags.some((tag) => tag.kind === kind),
    ) &&
      !isWord(next, 'first', 'last'))
  );
}

function readRest(
  rest: Item[],
  table: Table,
  { assumptions, unread, to }: { assumptions: string[]; unread: string[]; to?: FileFormat },
): SentenceOutcome {
  for (const item of rest) item.used = false;
  readPairedSuperlatives(rest);
  const clauses = splitClauses(rest).filter((clause) => clause.some(speaks));
  const outcomes = clauses.flatMap(splitPairedExtremes).map((clause) => interpret(clause, table));
  const questions: AnalysisQuestion[] = outcomes.flatMap((outcome) =>
    outcome.question ? [outcome.question] : [],
  );
  const title = `${table.stems.join(' and ')} joined`;
  if (questions.length === 0) {
    const base = {
      source: table.source,
      filters: outcomes[0]?.reading.filters ?? [],
      title,
      slug: slugOf(title),
    };
    questions.push(to ? { kind: 'convert', ...base, to } : { kind: 'join', ...base });
  }
  const isPlain = outcomes.length === 0 || to !== undefined;
  return {
    questions,
    assumptions: [...assumptions, ...outcomes.flatMap((outcome) => outcome.reading.assumptions)],
    faults: isPlain ? [] : outcomes.flatMap((outcome) => outcome.reading.faults),
    unread: [...unread, ...(to ? [] : outcomes.flatMap((outcome) => outcome.unread))],
    lost: to ? [] : outcomes.flatMap((outcome) => lostMeanings(outcome.reading.items)),
    cost: 0,
  };
}

function speaks(item: Item): boolean {
  return (
    item.columns.length > 0 ||
    item.values.length > 0 ||
    item.number !== undefined ||
    tagOf(item, 'count') !== undefined ||
    Boolean(item.isRowNoun && !item.isFileName) ||
    (item.tags.length === 0 && !item.isFiller && !item.isBreak && !item.isFileName)
  );
}
