import { messageOf } from '@sandsmith/foundation/errors';
import { documentUnreadable } from '../document-faults.ts';
import { utf8Chunks } from '../encoding/utf8-chunks.ts';
import type { StagedTable } from '../reader.ts';
import { maxRowBytes } from '../staging/staged-writer.ts';
import type { JsonContext } from './json-reader.ts';
import { createJsonScanner } from './json-scanner.ts';
import { isRecord, type JsonValue } from './json-table.ts';
import { parseValue } from './parse-value.ts';

const newline = 0x0a;

/** NDJSON: a value a line. A line that is no JSON is reported and left out; none that is, and the file is refused. */
export function stageLines({
  request,
  encoding,
  table,
  problems,
  onProgress,
}: JsonContext): StagedTable['details'] {
  let firstFault: { line: number; text: string } | undefined;
  for (const { text, line } of textLines(request.name, utf8Chunks(request, encoding, onProgress))) {
    if (text.trim() === '') continue;
    try {
      table.writeRecord(asRecord(parseValue(text)), line);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      firstFault ??= { line, text };
      problems.add({
        line,
        message: `Is not valid JSON and is left out (${messageOf(error).slice(0, 120)}).`,
      });
    }
  }
  if (firstFault && table.rowCount() === 0) throw noLineReadable(request.name, firstFault);
  return { recordPath: '' };
}

function asRecord(value: JsonValue): { [name: string]: JsonValue } {
  if (isRecord(value)) return value;
  if (!Array.isArray(value)) return { value };
  return Object.fromEntries(value.map((cell, column) => [`column${column + 1}`, cell]));
}

function noLineReadable(name: string, { line, text }: { line: number; text: string }) {
  let column = 1;
  try {
    const scanner = createJsonScanner({ key() {}, valueStart() {}, valueEnd() {} }, { eventDepth: 0 });
    scanner.push(Buffer.from(text));
    scanner.end();
  } catch (error) {
    if (error instanceof Error && 'column' in error) column = Number(error.column);
  }
  const why = `None of its lines is valid JSON; the first fault is in line ${line}, column ${column}. NDJSON holds one JSON value on each line: correct it and upload it again.`;
  return documentUnreadable(name, why, { line, column });
}

function* textLines(name: string, chunks: Iterable<Buffer>): Generator<{ text: string; line: number }> {
  let rest: Buffer = Buffer.alloc(0);
  let line = 0;
  for (const chunk of chunks) {
    const buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = buffer.indexOf(newline); end >= 0; end = buffer.indexOf(newline, start)) {
      line += 1;
      yield { text: buffer.toString('utf8', start, end), line };
      start = end + 1;
    }
    rest = buffer.subarray(start);
    if (rest.length > maxRowBytes) {
      const why = `Line ${line + 1} is larger than 4 MB. Split it into smaller records and upload it again.`;
      throw documentUnreadable(name, why, { line: line + 1 });
    }
  }
  if (rest.length > 0) yield { text: rest.toString('utf8'), line: line + 1 };
}
