import { isUtf8 } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';
import { analyse } from 'chardet';
import { guessWideEncoding } from './byte-order.ts';

export interface DetectedEncoding {
  /** A name that iconv-lite and Python both know. */
  encoding: string;
  /** Set where a UTF-8 text holds a few bytes that are none: they become the replacement character. */
  isDamaged?: boolean;
}

const chunkBytes = 4 * 1024 * 1024;
/** Encodings of one byte a character are told apart by letter frequencies; these are trusted when quite sure. */
const trusted: Record<string, { encoding: string; minConfidence: number }> = {
  Shift_JIS: { encoding: 'shift_jis', minConfidence: 90 },
  'EUC-JP': { encoding: 'euc-jp', minConfidence: 90 },
  'EUC-KR': { encoding: 'euc-kr', minConfidence: 90 },
  Big5: { encoding: 'big5', minConfidence: 90 },
  GB18030: { encoding: 'gb18030', minConfidence: 90 },
  'windows-1251': { encoding: 'windows-1251', minConfidence: 50 },
  'KOI8-R': { encoding: 'koi8-r', minConfidence: 50 },
};

/** Reads the whole file: a text is UTF-8 only when all of it is. */
export function detectEncoding(path: string): DetectedEncoding {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(chunkBytes);
    let position = 0;
    for (;;) {
      const bytesRead = readSync(file, buffer, 0, chunkBytes, position);
      if (bytesRead === 0) return { encoding: 'utf-8' };
      const chunk = buffer.subarray(0, bytesRead);
      const wide = position === 0 ? guessWideEncoding(chunk) : undefined;
      if (wide) return { encoding: wide };
      // A character cut by the end of the chunk is looked at with the next one.
      const whole = bytesRead < chunkBytes ? bytesRead : lastCharacterStart(chunk);
      if (!isUtf8(chunk.subarray(0, whole))) return notUtf8(chunk);
      position += whole;
    }
  } finally {
    closeSync(file);
  }
}

function lastCharacterStart(chunk: Buffer): number {
  for (let index = chunk.length - 1; index >= chunk.length - 4; index -= 1) {
    if (((chunk[index] ?? 0) & 0xc0) !== 0x80) return index;
  }
  return chunk.length;
}

function notUtf8(chunk: Buffer): DetectedEncoding {
  const first = chunk.findIndex((byte) => byte >= 0x80);
  const sample = chunk.subarray(Math.max(0, first - 1024), first + 64 * 1024);
  if (isMostlyUtf8(chunk)) return { encoding: 'utf-8', isDamaged: true };
  for (const { name, confidence } of analyse(sample)) {
    const known = trusted[name];
    if (known && confidence >= known.minConfidence) return { encoding: known.encoding };
  }
  return { encoding: 'windows-1252' };
}

/** Many good characters beyond ASCII and few bad ones: a UTF-8 text with a fault rather than another encoding. */
function isMostlyUtf8(chunk: Buffer): boolean {
  const decoded = chunk.toString('utf8');
  const bad = decoded.split('\ufffd').length - 1;
  let good = 0;
  for (const character of decoded) if (character > '\x7f' && character !== '\ufffd') good += 1;
  return good > bad * 10;
}
