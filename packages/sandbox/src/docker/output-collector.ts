import { isUtf8 } from 'node:buffer';

export interface OutputChunk {
  text?: string;
  base64?: string;
}

export interface OutputCollector {
  /** The chunks to show now: whole characters as text, other bytes as base64. Nothing beyond the limit. */
  push(stream: 'stdout' | 'stderr', bytes: Buffer): OutputChunk[];
  /** What was held back waiting for the rest of a character. */
  flush(stream: 'stdout' | 'stderr'): OutputChunk[];
  /** Whether more came than the limit allows. */
  isOverLimit(): boolean;
  result(): { stdout: string; stderr: string; truncated: { stdout: boolean; stderr: boolean } };
}

/** How many bytes at the end begin a character whose rest has not come yet. */
export function incompleteTail(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes.readUInt8(bytes.length - back);
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const wanted = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return byte < 0xf8 && wanted > back ? back : 0;
  }
  return 0;
}

function chunkOf(bytes: Buffer): OutputChunk[] {
  if (bytes.length === 0) return [];
  return [isUtf8(bytes) ? { text: bytes.toString('utf8') } : { base64: bytes.toString('base64') }];
}

/** Keeps a run's two output streams, together at most `maxBytes`. */
export function createOutputCollector({ maxBytes }: { maxBytes: number }): OutputCollector {
  const streams = {
    stdout: { kept: [] as Buffer[], held: Buffer.alloc(0) as Buffer, isTruncated: false },
    stderr: { kept: [] as Buffer[], held: Buffer.alloc(0) as Buffer, isTruncated: false },
  };
  let total = 0;

  return {
    push(name, bytes) {
      const stream = streams[name];
      const taken = bytes.subarray(0, Math.max(0, maxBytes - total));
      if (taken.length < bytes.length) stream.isTruncated = true;
      if (taken.length === 0) return [];
      total += taken.length;
      stream.kept.push(Buffer.from(taken));
      const all = Buffer.concat([stream.held, taken]);
      const tail = incompleteTail(all);
      stream.held = all.subarray(all.length - tail);
      return chunkOf(all.subarray(0, all.length - tail));
    },
    flush(name) {
      const { held } = streams[name];
      streams[name].held = Buffer.alloc(0);
      return chunkOf(held);
    },
    isOverLimit: () => streams.stdout.isTruncated || streams.stderr.isTruncated,
    result: () => ({
      stdout: Buffer.concat(streams.stdout.kept).toString('utf8'),
      stderr: Buffer.concat(streams.stderr.kept).toString('utf8'),
      truncated: { stdout: streams.stdout.isTruncated, stderr: streams.stderr.isTruncated },
    }),
  };
}
