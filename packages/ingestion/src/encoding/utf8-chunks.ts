import { closeSync, openSync, readSync } from 'node:fs';
import iconv from 'iconv-lite';
import { documentUnreadable } from '../document-faults.ts';
import type { DetectedEncoding } from './detect-encoding.ts';

const chunkBytes = 1024 * 1024;
/** A stray NUL is a fault of an export and is read; more of them close together are no text. */
const maxNulsInChunk = 64;

/**
 * The text of a file as UTF-8 without a byte order mark, chunk by chunk. A chunk may end inside a character.
 * Blocks while it reads: for worker threads.
 */
export function* utf8Chunks(
  { name, path }: { name: string; path: string },
  { encoding, isDamaged = false }: DetectedEncoding,
  onProgress: (bytesRead: number) => void = () => {},
): Generator<Buffer> {
  const isWide = encoding.startsWith('utf-16') || encoding.startsWith('utf-32');
  const decoder = encoding === 'utf-8' && !isDamaged ? undefined : iconv.getDecoder(encoding);
  let isFirst = true;
  let bytesDone = 0;
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const raw = Buffer.allocUnsafe(chunkBytes);
      const bytesRead = readSync(file, raw, 0, chunkBytes, null);
      const nulAt = isWide ? undefined : startOfNuls(raw.subarray(0, bytesRead));
      if (nulAt !== undefined) throw binaryInside(name, bytesDone + nulAt);
      bytesDone += bytesRead;
      const rest = bytesRead === 0 ? decoder?.end() : decoder?.write(raw.subarray(0, bytesRead));
      let chunk: Buffer = decoder ? Buffer.from(rest ?? '', 'utf8') : raw.subarray(0, bytesRead);
      if (isFirst && chunk.length > 0) {
        chunk = withoutMark(chunk);
        isFirst = false;
      }
      if (chunk.length > 0) yield chunk;
      onProgress(bytesDone);
      if (bytesRead === 0) return;
    }
  } finally {
    closeSync(file);
  }
}

function startOfNuls(bytes: Buffer): number | undefined {
  const first = bytes.indexOf(0);
  let count = 0;
  for (let at = first; at >= 0; at = bytes.indexOf(0, at + 1)) {
    count += 1;
    if (count > maxNulsInChunk) return first;
  }
  return undefined;
}

/** The first bytes looked like text, or the file would not have been taken. */
function binaryInside(name: string, offset: number): Error {
  return documentUnreadable(
    name,
    `It begins as text and holds binary data from byte ${offset.toLocaleString('en')} on. The file may be damaged, or was joined with another; export it again and upload that.`,
  );
}

function withoutMark(chunk: Buffer): Buffer {
  return chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? chunk.subarray(3) : chunk;
}
