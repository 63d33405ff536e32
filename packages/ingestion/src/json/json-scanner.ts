import type { JsonEvents } from './json-events.ts';
import { createJsonGrammar, keyToken, noToken, scalarToken, textToken } from './json-grammar.ts';
import { createJsonPlace } from './json-place.ts';
import { createJsonStringScanner } from './json-string.ts';

export interface JsonScanner {
  /** Throws `JsonSyntaxError`. */
  push(chunk: Buffer): void;
  /** Throws where the text stops too early. */
  end(): void;
}

const newline = 0x0a;
const scalarPattern = /^(true|false|null|-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?)$/;

/** A strict JSON scanner (RFC 8259) over chunks of UTF-8 bytes: keeps nothing but its place and shallow keys. */
export function createJsonScanner(events: JsonEvents, { eventDepth }: { eventDepth: number }): JsonScanner {
  let offset = 0;
  let token = noToken;
  let tokenStart = 0;
  /** The bytes of a scalar or a shallow key that began in an earlier chunk. */
  let pieces: Buffer[] = [];

  const { fail, startLine } = createJsonPlace();
  const grammar = createJsonGrammar({ events, eventDepth, fail });
  const string = createJsonStringScanner(fail);

  const tokenBytes = (chunk: Buffer, end: number): Buffer => {
    const last = chunk.subarray(Math.max(0, tokenStart - offset), end);
    const whole = pieces.length === 0 ? last : Buffer.concat([...pieces, last]);
    pieces = [];
    return whole;
  };
  const endScalar = (chunk: Buffer, end: number) => {
    const text =
      tokenStart < offset
        ? tokenBytes(chunk, end).toString('latin1')
        : chunk.toString('latin1', tokenStart - offset, end);
    if (!scalarPattern.test(text)) fail(`${JSON.stringify(text.slice(0, 40))} is no JSON value`, tokenStart);
    token = noToken;
    grammar.endValue(offset + end);
  };
  const endString = (chunk: Buffer, end: number) => {
    if (token === textToken) grammar.endValue(offset + end);
    else grammar.endKey(grammar.isShallow() ? tokenBytes(chunk, end) : undefined);
    token = noToken;
  };
  /** Takes the rest of a token, or all up to the start of the next one; returns the place of the next byte. */
  const step = (chunk: Buffer, from: number): number => {
    if (token === textToken || token === keyToken) {
      const quote = string.closingQuote(chunk, from, offset);
      if (quote < chunk.length) endString(chunk, quote + 1);
      return quote + 1;
    }
    if (token === scalarToken) {
      const end = scalarEnd(chunk, from);
      if (end < chunk.length) endScalar(chunk, end);
      return end;
    }
    let index = from;
    for (; index < chunk.length && token === noToken; index += 1) {
      const byte = chunk[index] as number;
      if (!isBlank(byte)) token = grammar.take(byte, offset + index);
      else if (byte === newline) startLine(offset + index + 1);
    }
    tokenStart = offset + index - 1;
    return index;
  };
  return {
    push(chunk) {
      for (let index = 0; index < chunk.length; ) index = step(chunk, index);
      const isKept = token === scalarToken || (token === keyToken && grammar.isShallow());
      if (isKept) pieces.push(Buffer.from(chunk.subarray(Math.max(0, tokenStart - offset))));
      offset += chunk.length;
    },
    end() {
      if (token === scalarToken) endScalar(Buffer.alloc(0), 0);
      if (token !== noToken || !grammar.isWhole()) fail('the text ends in the middle of a value', offset);
    },
  };
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === newline || byte === 0x0d || byte === 0x09;
}

/** The place of the next blank, comma or closing bracket. */
function scalarEnd(chunk: Buffer, from: number): number {
  let index = from;
  for (; index < chunk.length; index += 1) {
    const byte = chunk[index] as number;
    if (isBlank(byte) || byte === 0x2c || byte === 0x7d || byte === 0x5d) break;
  }
  return index;
}
