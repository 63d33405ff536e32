import { escapeByte, fieldSeparator, letterOf, type StagedWriter } from '../staging/staged-writer.ts';
import { plainField, quotedField, type RecordParser } from './record-parser.ts';

interface RecordToWrite {
  parser: RecordParser;
  buffer: Buffer;
  width: number;
  index: number;
  line: number;
}

/** Copies a record's bytes to the staged file without making strings of them: most of the time of a large file. */
export function writeRecord(
  writer: StagedWriter,
  { parser, buffer, width, index, line }: RecordToWrite,
): void {
  const { starts, ends, tailEnds, kinds } = parser;
  const count = Math.min(parser.count, width);
  const recordBytes = count === 0 ? 0 : (tailEnds[count - 1] ?? 0) - (starts[0] ?? 0);
  // An escape doubles a byte at most; a NUL becomes three.
  const { output, length } = writer.reserve(3 * recordBytes + width + 64);
  let at = length + output.write(`${index}\u001f${line}`, length, 'latin1');
  for (let column = 0; column < width; column += 1) {
    output[at++] = fieldSeparator;
    if (column >= count) continue;
    const start = starts[column] as number;
    const end = ends[column] as number;
    if (kinds[column] === plainField) {
      for (let from = start; from < end; from += 1) output[at++] = buffer[from] as number;
      continue;
    }
    const before = at;
    at = writeEscaped(output, at, buffer, { start, end, isQuoted: kinds[column] === quotedField });
    const tailStart = end + 1;
    const tailEnd = tailEnds[column] as number;
    if (tailEnd > tailStart) {
      at = writeEscaped(output, at, buffer, { start: tailStart, end: tailEnd, isQuoted: false });
    }
    if (output.subarray(before, at).includes(escapeByte)) writer.markEscaped(column);
  }
  output[at++] = 0x0a;
  writer.advance(at);
}

function writeEscaped(
  output: Buffer,
  offset: number,
  buffer: Buffer,
  { start, end, isQuoted }: { start: number; end: number; isQuoted: boolean },
): number {
  let at = offset;
  for (let from = start; from < end; from += 1) {
    const byte = buffer[from] as number;
    const letter = letters[byte];
    if (byte === 0) {
      // U+FFFD
      output[at++] = 0xef;
      output[at++] = 0xbf;
      output[at++] = 0xbd;
    } else if (letter !== undefined) {
      output[at++] = escapeByte;
      output[at++] = letter;
    } else {
      output[at++] = byte;
      // Two quotes inside quotes stand for one.
      if (isQuoted && byte === 0x22) from += 1;
    }
  }
  return at;
}

const letters: Record<number, number> = {
  10: letterOf.newline,
  13: letterOf.carriageReturn,
  [fieldSeparator]: letterOf.separator,
  [escapeByte]: letterOf.escape,
};
