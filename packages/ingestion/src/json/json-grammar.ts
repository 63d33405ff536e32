import type { JsonEvents, JsonFault } from './json-events.ts';

/** Tokens of more than one byte; a bracket, a comma or a colon is none of them. */
export const noToken = 0;
export const keyToken = 1;
export const textToken = 2;
export const scalarToken = 3;

/** The order of JSON: what may come next, and where values begin and end. Of a token's inside it knows nothing. */
export interface JsonGrammar {
  /** Takes a byte that stands outside tokens and is not blank; returns the token that it begins. */
  take(byte: number, at: number): number;
  /** `raw` is left out where keys are not told. */
  endKey(raw: Buffer | undefined): void;
  endValue(end: number): void;
  /** Whether events are told at the present depth. */
  isShallow(): boolean;
  isWhole(): boolean;
}

const aValue = 0;
const aValueOrEnd = 1;
const aKey = 2;
const aKeyOrEnd = 3;
const aColon = 4;
const aCommaOrEnd = 5;
const nothing = 6;

const maxDepth = 1000;

export interface JsonGrammarOptions {
  events: JsonEvents;
  /** How many containers may be around a value whose events are told. */
  eventDepth: number;
  fail: JsonFault;
}

export function createJsonGrammar({ events, eventDepth, fail }: JsonGrammarOptions): JsonGrammar {
  let expected = aValue;
  const isObject: boolean[] = [];
  let depth = 0;

  const endValue = (end: number) => {
    if (depth <= eventDepth) events.valueEnd(depth, end);
    expected = depth === 0 ? nothing : aCommaOrEnd;
  };
  const open = (object: boolean, at: number) => {
    if (depth <= eventDepth) events.valueStart(object ? 'object' : 'array', depth, at);
    if (depth >= maxDepth) fail(`more than ${maxDepth} levels are nested`, at);
    isObject[depth] = object;
    depth += 1;
    expected = object ? aKeyOrEnd : aValueOrEnd;
    return noToken;
  };
  const close = (object: boolean, at: number) => {
    if (depth === 0 || isObject[depth - 1] !== object) fail('a bracket is closed that was not opened', at);
    depth -= 1;
    endValue(at + 1);
    return noToken;
  };
  const startValue = (byte: number, at: number) => {
    if (byte === 0x7b) return open(true, at);
    if (byte === 0x5b) return open(false, at);
    if (byte !== 0x22 && !startsScalar(byte)) fail('a value was expected here', at);
    if (depth <= eventDepth) events.valueStart('scalar', depth, at);
    return byte === 0x22 ? textToken : scalarToken;
  };
  const startKey = (byte: number, at: number) =>
    byte === 0x22 ? keyToken : fail('a name in double quotes was expected here', at);
  const separate = (byte: number, at: number) => {
    if (byte === 0x7d) return close(true, at);
    if (byte === 0x5d) return close(false, at);
    if (byte !== 0x2c) fail('a comma or a closing bracket was expected here', at);
    expected = isObject[depth - 1] ? aKey : aValue;
    return noToken;
  };
  const takeColon = (byte: number, at: number) => {
    if (byte !== 0x3a) fail('a colon was expected here', at);
    expected = aValue;
    return noToken;
  };
  return {
    take(byte, at) {
      if (expected === aValue) return startValue(byte, at);
      if (expected === aCommaOrEnd) return separate(byte, at);
      if (expected === aColon) return takeColon(byte, at);
      if (expected === aKey) return startKey(byte, at);
      if (expected === aKeyOrEnd) return byte === 0x7d ? close(true, at) : startKey(byte, at);
      if (expected === aValueOrEnd) return byte === 0x5d ? close(false, at) : startValue(byte, at);
      return fail('nothing more was expected after the end of the value', at);
    },
    endKey(raw) {
      if (raw) events.key(raw, depth);
      expected = aColon;
    },
    endValue,
    isShallow: () => depth <= eventDepth,
    isWhole: () => expected === nothing,
  };
}

/** A number, `true`, `false` or `null`. */
function startsScalar(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x2d || (byte >= 0x61 && byte <= 0x7a);
}
