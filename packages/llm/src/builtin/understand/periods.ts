import { lexicon } from './lexicon/lexicon.ts';
import { monthName } from './lexicon/time.ts';
import { isoDay, type Token } from './tokens.ts';
import { stem } from './words.ts';

/** A stretch of time: from a day (inclusive) to a day (exclusive), both ISO. */
export interface Period {
  unit: 'day' | 'month' | 'quarter' | 'half' | 'year' | 'decade';
  from: string;
  before: string;
  label: string;
  /** Set where the period is one calendar year, or starts a decade. */
  year?: number;
}

const ordinals: Record<string, number> = {
  first: 1,
  '1st': 1,
  second: 2,
  '2nd': 2,
  third: 3,
  '3rd': 3,
  fourth: 4,
  '4th': 4,
  last: -1,
  final: -1,
};

/** The period that starts at a token, with the number of tokens it takes. */
export function readPeriod(
  tokens: readonly Token[],
  at: number,
): { period: Period; length: number } | undefined {
  const token = tokens[at];
  if (!token) return undefined;
  return (
    readIso(token) ??
    readQuarter(tokens, at) ??
    readMonthPhrase(tokens, at) ??
    readDayFirst(tokens, at) ??
    readYear(tokens, at)
  );
}

function readIso(token: Token): { period: Period; length: number } | undefined {
  if (!token.isoDate) return undefined;
  const [year = 0, month = 1, day] = token.isoDate.split('-').map(Number);
  return { period: day === undefined ? monthPeriod(year, month) : dayPeriod(year, month, day), length: 1 };
}

function readYear(tokens: readonly Token[], at: number): { period: Period; length: number } | undefined {
  const token = tokens[at];
  if (token?.kind !== 'number' || token.value === undefined) return undefined;
  if (token.unit === 'decade') {
    const value = token.value < 100 ? 1900 + token.value + (token.value < 30 ? 100 : 0) : token.value;
    if (value % 10 !== 0 || value < 1000 || value > 2990) return undefined;
    return { period: yearsPeriod(value, 10, 'decade', `the ${value}s`), length: 1 };
  }
  const year = yearOf(token);
  if (year === undefined) return undefined;
  return { period: yearsPeriod(year, 1, 'year', String(year)), length: 1 };
}

function yearOf(token: Token | undefined): number | undefined {
  if (token?.kind !== 'number' || token.unit !== undefined || !/^[12]\d{3}$/.test(token.text))
    return undefined;
  return token.value;
}

function monthOf(token: Token | undefined): number | undefined {
  if (token?.kind !== 'word' || /s$/.test(token.lower)) return undefined;
  const tag = lexicon()
    .find(stem(token.lower))
    .find((found) => found.kind === 'month');
  return tag?.kind === 'month' ? tag.month : undefined;
}

function dayOf(token: Token | undefined): number | undefined {
  if (token?.kind !== 'number' || token.value === undefined || token.unit === 'word') return undefined;
  const { value } = token;
  return Number.isInteger(value) && value >= 1 && value <= 31 ? value : undefined;
}

/** Skips `of`, `the` and commas. */
function skip(tokens: readonly Token[], at: number): number {
  let index = at;
  while (tokens[index] && ['of', 'the', ',', 'in', 'year'].includes(tokens[index]?.lower ?? '')) index += 1;
  return index;
}

function readMonthPhrase(
  tokens: readonly Token[],
  at: number,
): { period: Period; length: number } | undefined {
  const month = monthOf(tokens[at]);
  if (month === undefined) return undefined;
  const day = dayOf(tokens[at + 1]);
  if (day !== undefined) {
    const yearAt = skip(tokens, at + 2);
    const year = yearOf(tokens[yearAt]);
    if (year !== undefined && isoDay(year, month, day))
      return { period: dayPeriod(year, month, day), length: yearAt + 1 - at };
  }
  const yearAt = skip(tokens, at + 1);
  const year = yearOf(tokens[yearAt]);
  return year === undefined ? undefined : { period: monthPeriod(year, month), length: yearAt + 1 - at };
}

function readDayFirst(tokens: readonly Token[], at: number): { period: Period; length: number } | undefined {
  const day = dayOf(tokens[at]);
  if (day === undefined) return undefined;
  const monthAt = skip(tokens, at + 1);
  const month = monthOf(tokens[monthAt]);
  const yearAt = skip(tokens, monthAt + 1);
  const year = yearOf(tokens[yearAt]);
  if (month === undefined || year === undefined || !isoDay(year, month, day)) return undefined;
  return { period: dayPeriod(year, month, day), length: yearAt + 1 - at };
}

/** `Q3 2013`, `the last quarter of 2013`, `the first half of 2012`. */
function readQuarter(tokens: readonly Token[], at: number): { period: Period; length: number } | undefined {
  const token = tokens[at];
  const short = /^([qh])([1-4])$/.exec(token?.lower ?? '');
  const ordinal = ordinals[token?.lower ?? ''];
  const unit = short ? (short[1] === 'q' ? 'quarter' : 'half') : tokens[at + 1]?.lower;
  if (unit !== 'quarter' && unit !== 'half') return undefined;
  const yearAt = skip(tokens, at + (short ? 1 : 2));
  const year = yearOf(tokens[yearAt]);
  const place = short ? Number(short[2]) : ordinal;
  if (year === undefined || place === undefined) return undefined;
  const parts = unit === 'quarter' ? 4 : 2;
  const part = place === -1 ? parts : place;
  if (part > parts) return undefined;
  const months = 12 / parts;
  const label =
    unit === 'quarter' ? `Q${part} ${year}` : `the ${part === 1 ? 'first' : 'second'} half of ${year}`;
  return {
    period: { unit, ...monthSpan(year, (part - 1) * months + 1, months), label },
    length: yearAt + 1 - at,
  };
}

function monthSpan(year: number, month: number, months: number): { from: string; before: string } {
  const from = new Date(Date.UTC(year, month - 1, 1)).toISOString().slice(0, 10);
  const before = new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
  return { from, before };
}

function yearsPeriod(year: number, years: number, unit: 'year' | 'decade', label: string): Period {
  return { unit, ...monthSpan(year, 1, 12 * years), label, year };
}

function monthPeriod(year: number, month: number): Period {
  return { unit: 'month', ...monthSpan(year, month, 1), label: `${monthName(month)} ${year}` };
}

function dayPeriod(year: number, month: number, day: number): Period {
  const from = isoDay(year, month, day) ?? `${year}-01-01`;
  const before = new Date(Date.UTC(year, month - 1, day + 1)).toISOString().slice(0, 10);
  return { unit: 'day', from, before, label: from };
}
