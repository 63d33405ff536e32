import type { JsonFault } from './json-events.ts';

/** The inside of a JSON string, also one that chunks cut anywhere. */
export interface JsonStringScanner {
  /**
   * Checks a string's bytes from `from` on, up to the quote that closes it; returns where that stands, or the
   * chunk's length where it is in a later one. `offset` is the chunk's own in the text.
   */
  closingQuote(chunk: Buffer, from: number, offset: number): number;
}

const letterExpected = -1;

export function createJsonStringScanner(fail: JsonFault): JsonStringScanner {
  /** What is to come of an escape: its letter, or so many hexadecimal digits. */
  let awaited = 0;

  const takeEscaped = (byte: number, at: number) => {
    const character = String.fromCharCode(byte);
    if (awaited === letterExpected) {
      if (!'"\\/bfnrtu'.includes(character)) fail('this escape is not known in JSON', at);
      awaited = character === 'u' ? 4 : 0;
      return;
    }
    if (!/[0-9a-fA-F]/.test(character)) fail('four hexadecimal digits were expected after \\u', at);
    awaited -= 1;
  };
  return {
    closingQuote(chunk, from, offset) {
      for (let index = from; index < chunk.length; index += 1) {
        if (awaited !== 0) {
          takeEscaped(chunk[index] as number, offset + index);
          continue;
        }
        index = ordinaryEnd(chunk, index);
        const stop = chunk[index];
        if (stop === undefined || stop === 0x22) return index;
        if (stop !== 0x5c) fail('a line break or control character stands inside a text', offset + index);
        awaited = letterExpected;
      }
      return chunk.length;
    },
  };
}

/** The place of the next quote, backslash or control character. */
function ordinaryEnd(chunk: Buffer, from: number): number {
  let index = from;
  for (; index < chunk.length; index += 1) {
    const byte = chunk[index] as number;
    if (byte === 0x22 || byte === 0x5c || byte < 0x20) break;
  }
  return index;
}
