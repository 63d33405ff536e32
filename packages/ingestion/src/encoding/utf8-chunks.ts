import { closeSync, openSync, readSync } from 'node:fs';
import iconv from 'iconv-lite';
import type { DetectedEncoding } from './detect-encoding.ts';

const chunkBytes = 1024 * 1024;

/**
 * The text of a file as UTF-8 without a byte order mark, chunk by chunk. A chunk may end inside a character.
 * Blocks while it reads: for worker threads.
 */
export function* utf8Chunks(
  path: string,
  { encoding, isDamaged = false }: DetectedEncoding,
  onProgress: (bytesRead: number) => void = () => {},
): Generator<Buffer> {
  const decoder = encoding === 'utf-8' && !isDamaged ? undefined : iconv.getDecoder(encoding);
  let isFirst = true;
  let bytesDone = 0;
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const raw = Buffer.allocUnsafe(chunkBytes);
      const bytesRead = readSync(file, raw, 0, chunkBytes, null);
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

function withoutMark(chunk: Buffer): Buffer {
  return chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? chunk.subarray(3) : chunk;
}
