import { maxRowBytes } from '../staging/staged-writer.ts';

const quote = 0x22;
const newline = 0x0a;
const carriageReturn = 0x0d;

/** What the parser met instead of a whole record. */
export const incomplete = -1;
export const unclosedQuote = -2;

export const plainField = 0;
/** Holds characters that the staged file escapes. */
export const specialField = 1;
export const quotedField = 2;

/**
 * Finds the fields of one record in UTF-8 bytes, by RFC 4180 and mildly: a line may end in LF, CRLF or CR, and text
 * after a closing quote belongs to the field. The arrays are reused from record to record.
 */
export interface RecordParser {
  count: number;
  starts: number[];
  /** The end of the field's content; of a quoted one, its closing quote. */
  ends: number[];
  /** Of a quoted field: the end of the text after its closing quote. */
  tailEnds: number[];
  kinds: number[];
  /** Physical lines the record takes. */
  lines: number;
  hasTextAfterQuote: boolean;
  /** The start of the next record, `incomplete` or `unclosedQuote`. */
  parse(buffer: Buffer, start: number, options: { isLast: boolean; isLiteral?: boolean }): number;
}

const ordinary = 0;
const endsField = 1;
const endsLine = 2;
const isSpecial = 3;

export function createRecordParser(delimiter: number): RecordParser {
  const classes = byteClasses(delimiter);
  const parser: RecordParser = {
    ...{ count: 0, starts: [], ends: [], tailEnds: [], kinds: [], lines: 0, hasTextAfterQuote: false },
    parse(buffer, start, { isLast, isLiteral = false }) {
      parser.count = 0;
      parser.lines = 0;
      parser.hasTextAfterQuote = false;
      for (let position = start; ; position += 1) {
        const isQuoted = !isLiteral && buffer[position] === quote;
        const end = isQuoted ? quotedEnd(buffer, position, isLast, start) : plainEnd(buffer, position);
        if (end < 0) return end;
        if (end >= buffer.length) return isLast ? end : incomplete;
        const byte = buffer[end];
        position = end;
        if (byte === delimiter) continue;
        parser.lines += 1;
        if (byte === newline) return end + 1;
        if (end + 1 < buffer.length) return buffer[end + 1] === newline ? end + 2 : end + 1;
        return isLast ? end + 1 : incomplete;
      }
    },
  };

  function add(start: number, end: number, tailEnd: number, kind: number): void {
    const index = parser.count;
    parser.starts[index] = start;
    parser.ends[index] = end;
    parser.tailEnds[index] = tailEnd;
    parser.kinds[index] = kind;
    parser.count = index + 1;
  }

  function plainEnd(buffer: Buffer, start: number): number {
    let kind = plainField;
    let index = start;
    for (; index < buffer.length; index += 1) {
      const type = classes[buffer[index] as number];
      if (type === ordinary) continue;
      if (type !== isSpecial) break;
      kind = specialField;
    }
    add(start, index, index, kind);
    return index;
  }

  function quotedEnd(buffer: Buffer, start: number, isLast: boolean, recordStart: number): number {
    const end = closingQuote(parser, buffer, start + 1);
    if (end === buffer.length)
      return isLast || end - recordStart > maxRowBytes / 2 ? unclosedQuote : incomplete;
    if (end + 1 === buffer.length && !isLast) return incomplete;
    const tailEnd = fieldEnd(buffer, end + 1, classes);
    if (tailEnd > end + 1) parser.hasTextAfterQuote = true;
    add(start + 1, end, tailEnd, quotedField);
    return tailEnd;
  }

  return parser;
}

function byteClasses(delimiter: number): Uint8Array {
  const classes = new Uint8Array(256);
  classes[0x00] = isSpecial;
  classes[0x1d] = isSpecial;
  classes[0x1f] = isSpecial;
  classes[newline] = endsLine;
  classes[carriageReturn] = endsLine;
  classes[delimiter] = endsField;
  return classes;
}

/** The quote that closes a field, or the buffer's end; counts the lines on the way to it. */
function closingQuote(parser: RecordParser, buffer: Buffer, from: number): number {
  for (let index = from; index < buffer.length; index += 1) {
    const byte = buffer[index];
    if (byte === newline || (byte === carriageReturn && buffer[index + 1] !== newline)) parser.lines += 1;
    if (byte !== quote) continue;
    if (buffer[index + 1] !== quote) return index;
    index += 1;
  }
  return buffer.length;
}

/** The next delimiter or line end. */
function fieldEnd(buffer: Buffer, from: number, classes: Uint8Array): number {
  let index = from;
  for (; index < buffer.length; index += 1) {
    const type = classes[buffer[index] as number];
    if (type === endsField || type === endsLine) break;
  }
  return index;
}

/** The text of a field the parser found. */
export function fieldText(parser: RecordParser, buffer: Buffer, index: number): string {
  const start = parser.starts[index] ?? 0;
  const end = parser.ends[index] ?? 0;
  const content = buffer.toString('utf8', start, end);
  if (parser.kinds[index] !== quotedField) return content;
  return content.replaceAll('""', '"') + buffer.toString('utf8', end + 1, parser.tailEnds[index] ?? end + 1);
}
