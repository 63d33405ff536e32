import type { AggregateQuestion, AnalysisQuestion } from '../question.ts';
import { leadingCondition, splitClauses } from './clauses.ts';
import { interpret, type Outcome } from './interpret.ts';
import { annotate, type Item, tagOf } from './items.ts';
import { readClean } from './kinds/clean.ts';
import { readConvert } from './kinds/convert.ts';
import { splitPairedExtremes } from './paired-extremes.ts';
import { createReading, type Reading } from './read/reading.ts';
import { readPairedSuperlatives } from './read/said-aside.ts';
import { repeatSharedHeads } from './shared-heads.ts';
import type { Table } from './table.ts';
import { enumerate, keyTitle, measureTitle, slugOf, withFilters } from './titles.ts';
import type { Token } from './tokens.ts';
import { lostMeanings, unreadWords } from './unread.ts';
import type { ValueIndex } from './values.ts';

/** What one sentence came to against one table. */
export interface SentenceOutcome {
  questions: AnalysisQuestion[];
  assumptions: string[];
  faults: string[];
  unread: string[];
  /** Those of them that surely mean something in the data. */
  lost: string[];
  /** Smaller is better: faults, unread words and guesses add up. */
  cost: number;
}

/** Reads a sentence, with all its clauses, against one table. */
export function readSentence(tokens: readonly Token[], table: Table, values: ValueIndex): SentenceOutcome {
  const items = annotate(repeatSharedHeads(tokens, table), table, values);
  const whole = readClean(createReading(table, items)) ?? readConvert(createReading(table, items));
  if (whole) {
    const unread = unreadWords(items);
    const outcome = outcomeOf([{ question: whole.question, reading: whole.reading, unread }]);
    return { ...outcome, lost: unread };
  }
  const lead = leadingCondition(items);
  const shared = lead > 0 ? sharedFilters(items.slice(0, lead), table) : undefined;
  const rest = shared ? items.slice(lead + 1) : items;
  readPairedSuperlatives(rest);
  const outcomes = splitClauses(rest)
    .filter((clause) =>
      clause.some(
        (item) => !item.isBreak && !(item.isFiller && item.columns.length === 0 && item.tags.length === 0),
      ),
    )
    .flatMap(splitPairedExtremes)
    .map((clause) => interpret(clause, table, shared?.reading));
  if (shared) outcomes.push({ reading: shared.reading, unread: shared.unread });
  const merged = mergeElliptic(outcomes);
  return outcomeOf(merged, shared !== undefined);
}

function sharedFilters(items: Item[], table: Table): Outcome | undefined {
  const outcome = interpret(items, table);
  if (outcome.reading.filters.length === 0 || outcome.reading.conditions.length > 0) {
    for (const item of items) item.used = false;
    return undefined;
  }
  return { reading: outcome.reading, unread: outcome.unread };
}

/** `… by month, also by weather`: a clause with groups alone repeats the measures of the one before it. */
function mergeElliptic(outcomes: Outcome[]): Outcome[] {
  const opening = outcomes[0]?.reading.items[0];
  const isLed = tagOf(opening, 'by') !== undefined || tagOf(opening, 'each') !== undefined;
  outcomes.forEach((outcome, at) => {
    const before = outcomes[at - 1]?.question;
    const question = outcome.question;
    if (before?.kind === 'aggregate' && question?.kind === 'aggregate') {
      takeGroups(question, before, outcome, isLed);
      if (isLed && mergeMeasures(before, question)) outcome.question = undefined;
    }
    if (before?.kind !== 'aggregate' || question?.kind !== 'aggregate' || question.by.length === 0) return;
    const isElliptic =
      outcome.reading.items.every(
        (item) => !tagOf(item, 'count') && !tagOf(item, 'aggregate') && !item.isRowNoun,
      ) && question.measures.every((measure) => measure.column === null);
    if (!isElliptic) return;
    question.measures = before.measures;
    question.filters = [...before.filters, ...question.filters];
    question.title = `${before.title.replace(/ by [^,]*$/, '')} by ${question.by.map((key) => key.column).join(' and ')}`;
    question.slug = question.title
      .replace(/[^A-Za-z0-9]+/g, '-')
      .toLowerCase()
      .slice(0, 60);
    outcome.reading.assumptions = outcome.reading.assumptions.filter(
      (sentence) => !sentence.startsWith('Counted rows'),
    );
  });
  return outcomes;
}

/** `…, and what is their average mass`, `For each symbol the lowest and …`: the groups before are meant. */
function takeGroups(
  question: AggregateQuestion,
  before: AggregateQuestion,
  { reading }: Outcome,
  isLed: boolean,
): void {
  const isTheirs = isLed || reading.items.some((item) => /^(their|its)$/i.test(item.text));
  if (!isTheirs || question.by.length > 0 || before.by.length === 0) return;
  question.by = before.by;
  question.filters = [...before.filters, ...question.filters];
  question.title = `${question.title} by ${enumerate(before.by.map(keyTitle))}`;
  question.slug = slugOf(question.title);
}

/** Two measures of the same groups are one table: `for each symbol the lowest and the highest price`. */
function mergeMeasures(first: AggregateQuestion, second: AggregateQuestion): boolean {
  const frame = ({ by, filters, order, limit, having, withShare }: AggregateQuestion) =>
    JSON.stringify([by, filters, order, limit, having, withShare]);
  if (frame(first) !== frame(second)) return false;
  first.measures = [...first.measures, ...second.measures];
  const by = `${enumerate(first.measures.map(measureTitle))} by ${enumerate(first.by.map(keyTitle))}`;
  first.title = withFilters(by, first.filters);
  first.slug = slugOf(first.title);
  return true;
}

function outcomeOf(outcomes: readonly Outcome[], hasShared = false): SentenceOutcome {
  const questions: AnalysisQuestion[] = [];
  const faults: string[] = [];
  const unread: string[] = [];
  const lost: string[] = [];
  const assumptions: string[] = [];
  let missing = 0;
  outcomes.forEach((outcome, at) => {
    if (outcome.question) questions.push(outcome.question);
    else if (!(hasShared && at === outcomes.length - 1)) missing += 1;
    faults.push(...outcome.reading.faults);
    unread.push(...outcome.unread);
    lost.push(...lostMeanings(outcome.reading.items));
    assumptions.push(...outcome.reading.assumptions, ...corrections(outcome.reading));
  });
  const cost =
    faults.length * 10 +
    unread.length * 3 +
    lost.length * 5 +
    missing * 5 +
    assumptions.length * 0.2 +
    (questions.length === 0 ? 8 : 0) -
    matchQuality(outcomes);
  return { questions, assumptions, faults, unread, lost, cost };
}

function corrections(reading: Reading): string[] {
  return reading.items.flatMap((item) =>
    item.correctedTo && item.used
      ? [`Took “${item.text}” to be a misspelling of “${item.correctedTo}”.`]
      : [],
  );
}

/** Between two documents that both fit, the one whose names and values are spoken of wins. */
function matchQuality(outcomes: readonly Outcome[]): number {
  let quality = 0;
  for (const { reading } of outcomes) {
    for (const item of reading.items) {
      if (item.isFileName) quality += 6;
      else if (item.used && item.columns.length > 0) quality += (item.columns[0]?.score ?? 0) * 0.8;
      else if (item.used && item.values.length > 0) quality += 0.8;
      else if (item.isRowNoun) quality += 0.5;
    }
  }
  return quality;
}
