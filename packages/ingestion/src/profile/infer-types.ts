import type { ColumnType, DocumentProblem } from '@sandsmith/contracts/domain/document';
import { quoted } from '../document-faults.ts';
import type { DuckDbSession, SqlRow } from '../duckdb/duckdb-session.ts';
import type { StagedTable } from '../reader.ts';
import { decodeExpression } from '../staging/staged-writer.ts';
import { exchanged } from './date-formats.ts';
import { candidatesOf, nullWords, type TypeCandidate } from './type-candidates.ts';

export interface InferredColumn {
  name: string;
  type: ColumnType;
  dateFormat?: string;
  hasDecimalComma: boolean;
  /** SQL over the staged table for the text of the value; the n-th column's result is called `vn`. */
  input: string;
  /** SQL over `vn` for the typed value. */
  sql: string;
}

export interface Inferred {
  columns: InferredColumn[];
  problems: DocumentProblem[];
}

/** Shares of the values, nulls apart. */
const plausibleShare = 0.8;
const toldShare = 0.9;
const maxOddDateShare = 0.01;
const sampleCells = 1_000_000;
const maxSampleRows = 5_000;
const columnsAtOnce = 100;
const maxNullWordBytes = 8;

interface ColumnState {
  index: number;
  name: string;
  /** The cell's text as it was. */
  raw: string;
  /** The trimmed text, null for null words. */
  value: string;
  candidates: TypeCandidate[];
  fallback: ColumnType;
}

interface Verdict {
  values: number;
  rawValues: number;
  failures: { count: number; firstLine: number | undefined }[];
}

interface InferenceContext {
  session: DuckDbSession;
  /** The staged table, as SQL. */
  source: string;
  table: StagedTable;
  signal: AbortSignal;
}

/** Finds each column's type: candidates from a sample of the values, the decision from all of them. */
export async function inferTypes(context: InferenceContext): Promise<Inferred> {
  const inferred: Inferred = { columns: [], problems: [] };
  const states = context.table.columns.map((_column, index) => stateOf(context.table, index));
  await keepPlausible(context, states);
  for (let from = 0; from < states.length; from += columnsAtOnce) {
    const batch = states.slice(from, from + columnsAtOnce);
    const verdicts = await judge(context, batch);
    for (const [index, state] of batch.entries()) {
      const verdict = verdicts[index];
      if (verdict)
        inferred.columns.push(await decide(context, { state, verdict, problems: inferred.problems }));
    }
  }
  return inferred;
}

function stateOf(table: StagedTable, index: number): ColumnState {
  const column = table.columns[index];
  if (!column) throw new RangeError(`There is no column ${index}`);
  const raw = column.isEscaped ? decodeExpression(`c${index}`) : `c${index}`;
  const trimmed = `trim(${raw})`;
  const words = nullWords.map((word) => `'${word}'`).join(', ');
  return {
    index,
    name: column.name,
    raw,
    // The length is looked at first: it spares most values the search. No `IN`: DuckDB makes a join of each.
    value: `CASE WHEN strlen(${raw}) <= ${maxNullWordBytes} AND list_contains([${words}], lower(${trimmed})) THEN NULL ELSE nullif(${trimmed}, '') END`,
    candidates: candidatesOf(column.source, table.details.delimiter),
    fallback: column.source === 'json' ? 'json' : 'text',
  };
}

/** Drops the candidates that the first values rule out, so that the whole file is tried for few. */
async function keepPlausible(
  { session, source, signal }: InferenceContext,
  states: ColumnState[],
): Promise<void> {
  const open = states.filter(({ candidates }) => candidates.length > 0);
  for (let from = 0; from < open.length; from += columnsAtOnce) {
    const batch = open.slice(from, from + columnsAtOnce);
    const sampleRows = Math.min(maxSampleRows, Math.floor(sampleCells / batch.length));
    const selected = batch.map(
      (_state, index) => `list(v${index}) FILTER (WHERE v${index} IS NOT NULL) AS s${index}`,
    );
    const values = batch.map(({ value }, index) => `${value} AS v${index}`);
    const sql = `SELECT ${selected.join(', ')} FROM (SELECT ${values.join(', ')} FROM ${source} LIMIT ${sampleRows})`;
    const [row] = await session.query(sql, signal);
    for (const [index, state] of batch.entries()) {
      let sample = textList(row, `s${index}`);
      if (sample.length === 0) {
        const later = `SELECT list(v) AS s FROM (SELECT ${state.value} AS v FROM ${source} WHERE v IS NOT NULL LIMIT 1000)`;
        sample = textList((await session.query(later, signal))[0], 's');
      }
      state.candidates = state.candidates.filter((candidate) => isPlausible(candidate, sample));
    }
  }
}

function textList(row: SqlRow | undefined, name: string): string[] {
  const value = row?.[name];
  if (typeof value !== 'object' || value === null || !('items' in value)) return [];
  return value.items.map(String);
}

function isPlausible({ regex }: TypeCandidate, sample: string[]): boolean {
  if (sample.length === 0) return false;
  const pattern = new RegExp(`^(?:${regex})$`);
  const matching = sample.filter((value) => pattern.test(value)).length;
  return matching >= sample.length * plausibleShare;
}

/** Counts, over all rows, what each candidate cannot read. */
async function judge(
  { session, source, signal }: InferenceContext,
  batch: ColumnState[],
): Promise<Verdict[]> {
  const inner = batch.flatMap(({ raw, value, candidates }, column) => [
    `${raw} AS r${column}`,
    ...(candidates.length > 0 ? [`${value} AS v${column}`] : []),
  ]);
  const outer = batch.flatMap(({ candidates }, column) => [
    `count(r${column}) AS raw${column}`,
    ...(candidates.length > 0 ? [`count(v${column}) AS n${column}`] : []),
    ...candidates.flatMap(({ sql }, index) => {
      const isOdd = `v${column} IS NOT NULL AND (${sql(`v${column}`)}) IS NULL`;
      return [
        `count(*) FILTER (WHERE ${isOdd}) AS f${column}_${index}`,
        `min(p) FILTER (WHERE ${isOdd}) AS l${column}_${index}`,
      ];
    }),
  ]);
  const sql = `SELECT ${outer.join(', ')} FROM (SELECT p, ${inner.join(', ')} FROM ${source})`;
  const [row] = await session.query(sql, signal);
  const count = (name: string) => Number(row?.[name] ?? 0);
  return batch.map(({ candidates }, column) => ({
    rawValues: count(`raw${column}`),
    values: candidates.length > 0 ? count(`n${column}`) : count(`raw${column}`),
    failures: candidates.map((_, index) => {
      const firstLine = row?.[`l${column}_${index}`];
      return {
        count: count(`f${column}_${index}`),
        firstLine: firstLine === null || firstLine === undefined ? undefined : Number(firstLine),
      };
    }),
  }));
}

interface Decision {
  state: ColumnState;
  verdict: Verdict;
  problems: DocumentProblem[];
}

async function decide(
  context: InferenceContext,
  { state, verdict, problems }: Decision,
): Promise<InferredColumn> {
  const { name, raw, candidates, fallback } = state;
  const v = `v${state.index}`;
  if (verdict.rawValues === 0)
    return { name, type: 'empty', hasDecimalComma: false, input: 'CAST(NULL AS VARCHAR)', sql: v };
  const asText: InferredColumn = { name, type: fallback, hasDecimalComma: false, input: raw, sql: v };
  if (verdict.values === 0) return asText;
  const ranked = candidates
    .map((candidate, index) => ({
      candidate,
      failure: verdict.failures[index] ?? { count: 0, firstLine: undefined },
    }))
    .sort((a, b) => a.failure.count - b.failure.count);
  const best = ranked[0];
  if (!best) return asText;
  const { candidate, failure } = best;
  const isDate = candidate.type === 'date' || candidate.type === 'datetime';
  const isAccepted = failure.count === 0 || (isDate && failure.count <= verdict.values * maxOddDateShare);
  if (!isAccepted) {
    const share = 1 - failure.count / verdict.values;
    if (share >= toldShare) await tellOddValue(context, { state, best, problems });
    return asText;
  }
  if (failure.count > 0) problems.push(oddDates(context.table, { name, candidate, ...failure }));
  const rival = candidate.dateFormat ? exchanged(candidate.dateFormat) : undefined;
  const isAmbiguous = ranked.some(
    (other) =>
      other.candidate.dateFormat === rival && rival !== undefined && other.failure.count === failure.count,
  );
  const chosen = isAmbiguous ? settleOrder(context.table, ranked, { name, candidate, problems }) : candidate;
  return {
    name,
    type: chosen.type,
    ...(chosen.dateFormat ? { dateFormat: chosen.dateFormat } : {}),
    hasDecimalComma: chosen.hasDecimalComma ?? false,
    input: state.value,
    sql: chosen.sql(v),
  };
}

/** Nothing tells day from month: tables parted by semicolons are European and put the day first. */
function settleOrder(
  table: StagedTable,
  ranked: { candidate: TypeCandidate }[],
  { name, candidate, problems }: { name: string; candidate: TypeCandidate; problems: DocumentProblem[] },
): TypeCandidate {
  const rival = ranked.find(
    (other) => candidate.dateFormat && other.candidate.dateFormat === exchanged(candidate.dateFormat),
  )?.candidate;
  const pair = rival ? [candidate, rival] : [candidate];
  const isDayFirst = table.details.delimiter === ';' || candidate.dateFormat?.includes('-');
  const wanted = isDayFirst ? '%d' : '%m';
  const chosen = pair.find(({ dateFormat }) => dateFormat?.startsWith(wanted)) ?? candidate;
  problems.push({
    message: `In the column ${quoted(name)} nothing tells the day from the month; the dates are read as ${chosen.dateFormat}.`,
  });
  return chosen;
}

function oddDates(
  table: StagedTable,
  {
    name,
    candidate,
    count,
    firstLine,
  }: { name: string; candidate: TypeCandidate; count: number; firstLine?: number },
): DocumentProblem {
  const values = count === 1 ? '1 value is' : `${count} values are`;
  const place = firstLine === undefined ? '' : `, the first in ${table.positionWord} ${firstLine}`;
  const format = candidate.dateFormat ?? 'ISO 8601';
  return {
    line: table.positionWord === 'record' ? undefined : firstLine,
    message: `In the column ${quoted(name)} ${values} no date of the form ${format}${place}, and read as missing.`,
  };
}

const typeWords: Partial<Record<ColumnType, string>> = {
  integer: 'whole numbers',
  number: 'numbers',
  boolean: 'true or false',
  date: 'dates',
  datetime: 'times',
  time: 'times of day',
};

interface OddValue {
  state: ColumnState;
  best: { candidate: TypeCandidate; failure: { count: number; firstLine: number | undefined } };
  problems: DocumentProblem[];
}

async function tellOddValue(context: InferenceContext, { state, best, problems }: OddValue): Promise<void> {
  const { session, source, table, signal } = context;
  const { firstLine } = best.failure;
  if (firstLine === undefined) return;
  const sql = `SELECT left(${state.value}, 60) AS odd FROM ${source} WHERE p = ${firstLine} LIMIT 1`;
  const odd = String((await session.query(sql, signal))[0]?.['odd'] ?? '');
  // Digits with a leading zero are numbers of a kind (postal codes); that they stay text is what one wants.
  if (/^0\d+$/.test(odd)) return;
  const kind = typeWords[best.candidate.type] ?? best.candidate.type;
  problems.push({
    line: table.positionWord === 'record' ? undefined : firstLine,
    message: `The column ${quoted(state.name)} holds ${kind} almost everywhere, but ${quoted(odd, 40)} in ${table.positionWord} ${firstLine}, so it is read as text.`,
  });
}
