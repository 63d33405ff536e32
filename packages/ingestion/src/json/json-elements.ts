import { RowTooLargeError } from '../staging/staged-writer.ts';
import { createJsonScanner } from './json-scanner.ts';

const maxElementBytes = 64 * 1024 * 1024;

/** One element of a container, as its JSON text. */
export interface JsonElement {
  /** In an object: the name of the element. */
  key?: string;
  text: string;
}

/**
 * The elements of the container whose bytes are `start` to `end`, one after the other; the text was checked before.
 * Holds one chunk and one element at a time.
 */
export function* jsonElements(
  chunks: Iterable<Buffer>,
  { start, end }: { start: number; end: number },
): Generator<JsonElement> {
  let count = 0;
  let elementStart = 0;
  let key: string | undefined;
  let found: { key?: string; start: number; end: number }[] = [];
  const scanner = createJsonScanner(
    {
      key(raw, depth) {
        if (depth === 1) key = String(JSON.parse(raw.toString('utf8')));
      },
      valueStart(_kind, depth, offset) {
        if (depth === 1) elementStart = offset;
      },
      valueEnd(depth, offset) {
        if (depth === 1) found.push({ key, start: elementStart, end: offset });
      },
    },
    { eventDepth: 1 },
  );
  let kept: Buffer = Buffer.alloc(0);
  /** The offset, in the container, of the first byte of `kept`. */
  let keptFrom = 0;
  for (const chunk of section(chunks, start, end)) {
    scanner.push(chunk);
    const window = kept.length === 0 ? chunk : Buffer.concat([kept, chunk]);
    for (const element of found) {
      count += 1;
      const text = window.toString('utf8', element.start - keptFrom, element.end - keptFrom);
      yield element.key === undefined ? { text } : { key: element.key, text };
    }
    const done = found.at(-1)?.end ?? keptFrom;
    found = [];
    kept = window.subarray(done - keptFrom);
    keptFrom = done;
    if (kept.length > maxElementBytes) throw new RowTooLargeError(count + 1);
  }
}

/** The chunks between two offsets. */
function* section(chunks: Iterable<Buffer>, start: number, end: number): Generator<Buffer> {
  let offset = 0;
  for (const chunk of chunks) {
    const from = Math.max(0, start - offset);
    const to = Math.min(chunk.length, end - offset);
    if (from < to) yield chunk.subarray(from, to);
    offset += chunk.length;
    if (offset >= end) return;
  }
}
