/** What the scanner tells of shallow values; offsets count bytes from the start of the text. */
export interface JsonEvents {
  /** A value begins. `kind` is the byte class of its start; `depth` is the number of containers around it. */
  valueStart(kind: 'object' | 'array' | 'scalar', depth: number, offset: number): void;
  /** A value has ended; `end` is the offset after its last byte. */
  valueEnd(depth: number, end: number): void;
  /** The key of the next value in an object, still in quotes, as UTF-8. */
  key(raw: Buffer, depth: number): void;
}

export interface JsonScanner {
  push(chunk: Buffer): void;
  /** Throws where the text stops too early. */
  end(): void;
}

/** The text is not JSON at this place, counted from 1. */
export class JsonSyntaxError extends Error {
  readonly line: number;
  readonly column: number;

  constructor(message: string, { line, column }: { line: number; column: number }) {
    super(message);
    this.name = 'JsonSyntaxError';
    this.line = line;
    this.column = column;
  }
}

const expectValue = 0;
const expectValueOrEnd = 1;
const expectKey = 2;
const expectKeyOrEnd = 3;
const expectColon = 4;
const expectCommaOrEnd = 5;
const expectNothing = 6;
const inString = 7;
const inEscape = 8;
const inUnicode = 9;
const inScalar = 10;

const scalarPattern = /^(true|false|null|-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?)$/;
const maxDepth = 1000;

/** A strict JSON scanner (RFC 8259) over chunks of UTF-8 bytes: keeps nothing but its place and shallow keys. */
export function createJsonScanner(events: JsonEvents, { eventDepth }: { eventDepth: number }): JsonScanner {
  let state = expectValue;
  let isKey = false;
  let offset = 0;
  let line = 1;
  let lineStart = 0;
  let hexDigits = 0;
  const isObject: boolean[] = [];
  let depth = 0;
  /** The bytes of a scalar or a shallow key that began in an earlier chunk. */
  let pieces: Buffer[] = [];
  let pieceStart = 0;

  const fail = (message: string, at: number): never => {
    throw new JsonSyntaxError(message, { line, column: at - lineStart + 1 });
  };
  const afterValue = (end: number) => {
    if (depth <= eventDepth) events.valueEnd(depth, end);
    state = depth === 0 ? expectNothing : expectCommaOrEnd;
  };
  const open = (object: boolean, at: number) => {
    if (depth <= eventDepth) events.valueStart(object ? 'object' : 'array', depth, at);
    if (depth >= maxDepth) fail(`more than ${maxDepth} levels are nested`, at);
    isObject[depth] = object;
    depth += 1;
    state = object ? expectKeyOrEnd : expectValueOrEnd;
  };
  const close = (object: boolean, at: number) => {
    if (depth === 0 || isObject[depth - 1] !== object) fail('a bracket is closed that was not opened', at);
    depth -= 1;
    afterValue(at + 1);
  };
  const piece = (chunk: Buffer, end: number): Buffer => {
    const last = chunk.subarray(Math.max(0, pieceStart - offset), end);
    const whole = pieces.length === 0 ? last : Buffer.concat([...pieces, last]);
    pieces = [];
    return whole;
  };
  const startValue = (byte: number, at: number): number => {
    if (byte === 0x7b) open(true, at);
    else if (byte === 0x5b) open(false, at);
    else if (byte === 0x22) {
      if (depth <= eventDepth) events.valueStart('scalar', depth, at);
      isKey = false;
      state = inString;
    } else if ((byte >= 0x30 && byte <= 0x39) || byte === 0x2d || (byte >= 0x61 && byte <= 0x7a)) {
      if (depth <= eventDepth) events.valueStart('scalar', depth, at);
      pieceStart = at;
      state = inScalar;
    } else fail('a value was expected here', at);
    return state;
  };
  const startKey = (byte: number, at: number) => {
    if (byte !== 0x22) fail('a name in double quotes was expected here', at);
    isKey = true;
    pieceStart = at;
    state = inString;
  };
  const endScalar = (chunk: Buffer, index: number) => {
    const text = piece(chunk, index).toString('latin1');
    if (!scalarPattern.test(text)) fail(`${JSON.stringify(text.slice(0, 40))} is no JSON value`, pieceStart);
    afterValue(offset + index);
  };
  const endString = (chunk: Buffer, index: number) => {
    if (!isKey) return afterValue(offset + index + 1);
    if (depth <= eventDepth) events.key(piece(chunk, index + 1), depth);
    pieces = [];
    state = expectColon;
  };
  const separator = (byte: number, at: number) => {
    if (byte === 0x2c) state = isObject[depth - 1] ? expectKey : expectValue;
    else if (byte === 0x7d) close(true, at);
    else if (byte === 0x5d) close(false, at);
    else fail('a comma or a closing bracket was expected here', at);
  };
  const structural = (byte: number, at: number) => {
    if (state === expectValue) startValue(byte, at);
    else if (state === expectCommaOrEnd) separator(byte, at);
    else if (state === expectColon) {
      if (byte !== 0x3a) fail('a colon was expected here', at);
      state = expectValue;
    } else if (state === expectKey) startKey(byte, at);
    else if (state === expectKeyOrEnd) byte === 0x7d ? close(true, at) : startKey(byte, at);
    else if (state === expectValueOrEnd) byte === 0x5d ? close(false, at) : startValue(byte, at);
    else fail('nothing more was expected after the end of the value', at);
  };
  const escaped = (byte: number, at: number) => {
    if (state === inEscape) {
      hexDigits = 0;
      if (byte === 0x75) state = inUnicode;
      else if ('"\\/bfnrt'.includes(String.fromCharCode(byte))) state = inString;
      else fail('this escape is not known in JSON', at);
      return;
    }
    if (!/[0-9a-fA-F]/.test(String.fromCharCode(byte)))
      fail('four hexadecimal digits were expected after \\u', at);
    hexDigits += 1;
    if (hexDigits === 4) state = inString;
  };
  const stringEnd = (chunk: Buffer, from: number): number => {
    let index = from;
    for (; index < chunk.length; index += 1) {
      const byte = chunk[index] as number;
      if (byte === 0x22 || byte === 0x5c || byte < 0x20) break;
    }
    return index;
  };
  const step = (chunk: Buffer, index: number): number => {
    const byte = chunk[index] as number;
    if (state === inString) {
      const end = stringEnd(chunk, index);
      if (end === chunk.length) return end;
      const stop = chunk[end] as number;
      if (stop < 0x20) fail('a line break or control character stands inside a text', offset + end);
      if (stop === 0x22) endString(chunk, end);
      else state = inEscape;
      return end + 1;
    }
    if (state === inEscape || state === inUnicode) {
      escaped(byte, offset + index);
      return index + 1;
    }
    const isBlank = byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
    if (state === inScalar) {
      if (!isBlank && byte !== 0x2c && byte !== 0x7d && byte !== 0x5d) return index + 1;
      endScalar(chunk, index);
    }
    if (!isBlank) structural(byte, offset + index);
    else if (byte === 0x0a) {
      line += 1;
      lineStart = offset + index + 1;
    }
    return index + 1;
  };
  return {
    push(chunk) {
      for (let index = 0; index < chunk.length; ) index = step(chunk, index);
      const keeps =
        state === inScalar || (isKey && depth <= eventDepth && state >= inString && state <= inUnicode);
      if (keeps) pieces.push(Buffer.from(chunk.subarray(Math.max(0, pieceStart - offset))));
      offset += chunk.length;
    },
    end() {
      if (state === inScalar) endScalar(Buffer.alloc(0), 0);
      if (state !== expectNothing) fail('the text ends in the middle of a value', offset);
    },
  };
}
