import type { DocumentContext } from '../../model-port.ts';
import type { AnalysisQuestion, CleanQuestion, Understanding } from '../question.ts';
import { readBlueprint } from './blueprints.ts';
import { splitSentences } from './clauses.ts';
import { joinTables } from './join.ts';
import { asksToJoin, readJoinRequest } from './join-request.ts';
import { columnsSentence, isForeign, refuse, unsupportedTask } from './refusals.ts';
import { readSentence, type SentenceOutcome } from './sentence.ts';
import { suggestQuestions } from './suggest-questions.ts';
import { documentTable, type Table } from './table.ts';
import { withUniqueSlugs } from './titles.ts';
import { maxRequestCharacters, type Token, tokenize } from './tokens.ts';
import { indexValues, type ValueIndex } from './values.ts';

/** Beyond this many words no plan of analysis is read; it would take long and be wrong. */
const mostWords = 250;

interface Candidate {
  table: Table;
  values: ValueIndex;
  /** Set where two documents were joined without being asked to. */
  isJoined: boolean;
}

/**
 * Reads a request in plain English against the attached documents. It never guesses silently: what was
 * assumed is in `assumptions`; what could not be accounted for refuses the request.
 */
export function understand({
  spec,
  documents,
}: {
  spec: string;
  documents: DocumentContext[];
}): Understanding {
  const refused = refuseEarly(spec, documents);
  if (refused) return refused;
  const blueprint = readBlueprint(spec);
  if (blueprint) return understandBlueprint(spec, documents, blueprint);
  const task = unsupportedTask(spec, documents);
  if (task)
    return refuse(
      `The built-in model cannot do ${task}; it answers questions about the attached data.`,
      suggestQuestions(documents),
    );
  const tables = documents.map(documentTable);
  const tokens = tokenize(spec);
  const outcomes = asksToJoin(spec, tables)
    ? [readJoinRequest(tokens, spec, tables)]
    : readAll(tokens, tables);
  return conclude(outcomes, documents);
}

function refuseEarly(spec: string, documents: DocumentContext[]): Understanding | undefined {
  const usable = documents.filter((document) => document.profile.columns.length > 0);
  const suggestions = () => suggestQuestions(documents);
  if (spec.trim() === '' || !/[\p{L}\p{N}]/u.test(spec))
    return refuse('The request is empty. Say what you want to know about the data.', suggestions());
  if (spec.length > maxRequestCharacters || spec.split(/\s+/).length > mostWords) {
    return refuse(
      `The request is too long for the built-in model, which reads up to ${mostWords} words. Ask the questions one by one.`,
      suggestions(),
    );
  }
  if (isForeign(spec)) return refuse('The built-in model reads English only.', suggestions());
  if (usable.length === 0) {
    const task = unsupportedTask(spec);
    return refuse(
      task
        ? `The built-in model cannot do ${task}.`
        : 'No data is attached. The built-in model answers questions about attached documents: add a CSV, TSV, JSON or Excel file.',
      suggestions(),
    );
  }
  return undefined;
}

function understandBlueprint(
  spec: string,
  documents: DocumentContext[],
  found: NonNullable<ReturnType<typeof readBlueprint>>,
): Understanding {
  if (found.beyond.length > 0) {
    return refuse(
      `The built-in model builds this from a fixed design, which has no place for ${found.beyond.join(' or ')}.`,
      suggestQuestions(documents),
    );
  }
  const lower = spec.toLowerCase();
  const document =
    documents.find((other) => lower.includes(other.name.toLowerCase())) ??
    documents.find((other) =>
      documentTable(other).stems.some((stem) => lower.includes(stem.toLowerCase())),
    ) ??
    documents[0];
  if (!document) return refuse('No data is attached.', []);
  const assumptions = [
    'Built from a fixed design: every column of the document is offered, and details of the request beyond that are not read.',
  ];
  if (documents.length > 1) assumptions.push(`Used ${document.name}.`);
  return {
    kind: 'blueprint',
    blueprint: found.blueprint,
    source: { kind: 'document', path: document.path },
    title: found.title(document.name),
    assumptions,
  };
}

function readAll(tokens: readonly Token[], tables: readonly Table[]): SentenceOutcome[] {
  const candidates = candidatesOf(tables);
  let last: Candidate | undefined;
  return joinFollowUps(splitSentences(tokens)).map((sentence) => {
    const tried = candidates.map((candidate) => ({
      candidate,
      outcome: readSentence(sentence, candidate.table, candidate.values),
    }));
    const penalty = (entry: (typeof tried)[number]) =>
      entry.outcome.cost + (entry.candidate.isJoined ? 4 : 0) - (entry.candidate === last ? 0.1 : 0);
    tried.sort((first, second) => penalty(first) - penalty(second));
    const [best] = tried;
    if (!best) return { questions: [], assumptions: [], faults: [], unread: [], lost: [], cost: 0 };
    last = best.candidate;
    const isChoice = tables.length > 1;
    const chosen = best.candidate.isJoined
      ? `Joined ${best.candidate.table.names.join(' and ')} on the column they share.`
      : `Used ${best.candidate.table.names[0]}.`;
    return isChoice ? { ...best.outcome, assumptions: [chosen, ...best.outcome.assumptions] } : best.outcome;
  });
}

const followUp =
  /^(please )?(sort|order|limit|as a|plot (it|this|them|that)|draw (it|this|them)|display (it|this|them)|visuali[sz]e (it|this|them)|show (it|this|them|only the top|the top \d+$|top \d+$)|use a|make it)\b/;

/** "… per state. Sort by count and show the top 5.": a sentence about the result belongs to the one before it. */
function joinFollowUps(sentences: Token[][]): Token[][] {
  const joined: Token[][] = [];
  for (const sentence of sentences) {
    const before = joined.at(-1);
    const text = sentence.map((token) => token.lower).join(' ');
    const [first] = sentence;
    if (before && first && followUp.test(text)) {
      before.push(
        { kind: 'symbol', text: ',', lower: ',', start: first.start, end: first.start },
        ...sentence,
      );
    } else joined.push([...sentence]);
  }
  return joined;
}

/** Every document, and every two that share a key. */
function candidatesOf(tables: readonly Table[]): Candidate[] {
  const candidates = tables
    .slice(0, 8)
    .map((table) => ({ table, values: indexValues(table), isJoined: false }));
  if (tables.length === 2) {
    const [left, right] = tables;
    const joined = left && right && joinTables(left, right, 'inner');
    if (joined) candidates.push({ table: joined.table, values: indexValues(joined.table), isJoined: true });
  }
  return candidates;
}

function conclude(outcomes: readonly SentenceOutcome[], documents: DocumentContext[]): Understanding {
  const questions = mergeCleaning(outcomes.flatMap((outcome) => outcome.questions));
  const faults = [...new Set(outcomes.flatMap((outcome) => outcome.faults))];
  const unread = [...new Set(outcomes.flatMap((outcome) => outcome.unread))];
  if (faults.length > 0)
    return refuse(
      `${faults.slice(0, 3).join(' ')} ${columnsSentence(documents)}`,
      suggestQuestions(documents),
    );
  const lost = outcomes.some((outcome) => outcome.lost.length > 0);
  if (questions.length === 0 || lost || unread.length > tolerance(outcomes)) {
    const words = unread
      .slice(0, 8)
      .map((word) => `“${word.slice(0, 60)}”`)
      .join(', ');
    const reason =
      unread.length > 0
        ? `The built-in model could make nothing of ${words}.`
        : 'The built-in model found no question about the data in this request.';
    return refuse(`${reason} ${columnsSentence(documents)}`, suggestQuestions(documents));
  }
  const assumptions = [...new Set(outcomes.flatMap((outcome) => outcome.assumptions))];
  if (unread.length > 0)
    assumptions.push(
      `Left aside ${unread.map((word) => `“${word}”`).join(' and ')}, which fits nothing in the data.`,
    );
  return { kind: 'analysis', questions: withUniqueSlugs(questions), assumptions };
}

/** One unread word is let pass, and said, where most of the request was read. */
function tolerance(outcomes: readonly SentenceOutcome[]): number {
  const read = outcomes.reduce((sum, outcome) => sum + outcome.questions.length, 0);
  return read > 0 ? 1 : 0;
}

/** "Clean this data. Remove duplicates." is one cleaning of one document. */
function mergeCleaning(questions: readonly AnalysisQuestion[]): AnalysisQuestion[] {
  const merged: AnalysisQuestion[] = [];
  for (const question of questions) {
    const earlier = merged.find(
      (other): other is CleanQuestion =>
        other.kind === 'clean' && JSON.stringify(other.source) === JSON.stringify(question.source),
    );
    if (question.kind === 'clean' && earlier)
      earlier.operations = [...earlier.operations, ...question.operations];
    else merged.push(question);
  }
  return merged;
}
