import { jsonrepair } from 'jsonrepair';
import { readLooseValue } from './loose-json.ts';
import { outputInvalid } from './output-error.ts';
import { withoutThinking } from './thinking.ts';

export interface ParseJsonOptions {
  /** Says which of several JSON values in the answer is the one that was asked for. */
  fits?: (value: unknown) => boolean;
}

interface Candidate {
  value: unknown;
  length: number;
  isStrict: boolean;
}

/** Bounds on the work that one answer may cause: starts of values tried, and characters read for them. */
const maxStarts = 200;
const maxCharactersRead = 2_000_000;

/**
 * The JSON value in a model's answer: fenced or not, with prose around it, and mended where it breaks the
 * rules. Of several values the last that fits counts (models draft first), else the largest.
 */
export function parseJson(text: string, { fits }: ParseJsonOptions = {}): unknown {
  const whole = parseStrict(text.replace(/^\uFEFF/, '').trim());
  if (whole && (!fits || fits(whole.value))) return whole.value;
  const answer = withoutThinking(text).trim();
  const candidates = [...(whole ? [whole] : []), ...findCandidates(answer)];
  const fitting = fits ? candidates.filter((candidate) => fits(candidate.value)) : [];
  const chosen = fitting.findLast((candidate) => candidate.isStrict) ?? fitting.at(-1) ?? largest(candidates);
  if (!chosen)
    throw outputInvalid('The model was asked for JSON, but its answer holds none that can be read.', text);
  return chosen.value;
}

function largest(candidates: Candidate[]): Candidate | undefined {
  const meaningful = candidates.filter((candidate) => candidate.isStrict || holdsObject(candidate.value));
  return meaningful.reduce<Candidate | undefined>(
    (best, candidate) => (best && best.length >= candidate.length ? best : candidate),
    undefined,
  );
}

/** A bracket in prose is mended into a list of strings; such a list is no answer. */
function holdsObject(value: unknown): boolean {
  const isObject = (item: unknown) => typeof item === 'object' && item !== null;
  return Array.isArray(value) ? value.some(isObject) : isObject(value) && Object.keys(value ?? {}).length > 0;
}

function findCandidates(answer: string): Candidate[] {
  const candidates: Candidate[] = [];
  let charactersRead = 0;
  let at = nextStart(answer, 0);
  for (let starts = 0; at >= 0 && starts < maxStarts && charactersRead < maxCharactersRead; starts += 1) {
    const { json, end, isClosed } = readLooseValue(answer, at);
    charactersRead += end - at;
    const candidate =
      parseStrict(answer.slice(at, end)) ??
      parseRepaired(json) ??
      (starts === 0 && parseToLastBracket(answer, at));
    if (candidate) candidates.push(candidate);
    // A value cut short swallows all that follows it, where a whole one may stand.
    const isUsed = candidate && (isClosed || !fencesAfter(answer, at));
    at = nextStart(answer, isUsed ? end : at + 1);
  }
  return candidates;
}

function fencesAfter(answer: string, at: number): boolean {
  return /\n\s*(```|~~~)/.test(answer.slice(at));
}

function nextStart(text: string, from: number): number {
  const found = text.slice(from).search(/[{[]/);
  return found < 0 ? -1 : from + found;
}

function parseStrict(json: string): Candidate | undefined {
  const value = tryParse(json);
  if (value === undefined) return undefined;
  // JSON inside a JSON string: encoded once too often.
  const inner = typeof value === 'string' && /^\s*[{[]/.test(value) ? tryParse(value) : undefined;
  return { value: inner ?? value, length: json.length, isStrict: true };
}

function parseRepaired(json: string): Candidate | undefined {
  try {
    const value: unknown = JSON.parse(jsonrepair(json));
    if (typeof value !== 'object' || value === null) return undefined;
    return { value, length: json.length, isStrict: false };
  } catch {
    return undefined;
  }
}

function parseToLastBracket(answer: string, at: number): Candidate | undefined {
  const end = Math.max(answer.lastIndexOf('}'), answer.lastIndexOf(']'));
  return end > at ? parseRepaired(answer.slice(at, end + 1)) : undefined;
}

function tryParse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
