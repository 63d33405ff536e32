import { isUtf8 } from 'node:buffer';
import type { RunEvent } from '@sandsmith/contracts/events/run-events';

export type OutputStream = 'stdout' | 'stderr';

export interface OutputCollector {
  /** Takes what came; nothing beyond the limit is kept. */
  push(stream: OutputStream, bytes: Buffer): void;
  hasMore(): boolean;
  /** What came since the last time, as few events: whole characters as text, other bytes as base64. */
  take(): RunEvent[];
  /** The last events, with what was held back waiting for the rest of a character. */
  flush(): RunEvent[];
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

function deltaOf(stream: OutputStream, bytes: Buffer): RunEvent[] {
  if (bytes.length === 0) return [];
  const chunk = isUtf8(bytes) ? { text: bytes.toString('utf8') } : { base64: bytes.toString('base64') };
  return [{ type: `${stream}.delta`, ...chunk }];
}

/** The bytes of one stream, in one piece of memory however small the writes were. */
interface Kept {
  bytes: Buffer;
  length: number;
  /** How many of them were told. */
  told: number;
  isTruncated: boolean;
}

const firstBytes = 4_096;
/** Streams that take turns more often than this between two looks are told one after the other. */
const maxTurns = 16;

function nothingKept(): Kept {
  return { bytes: Buffer.allocUnsafe(firstBytes), length: 0, told: 0, isTruncated: false };
}

function append(kept: Kept, bytes: Buffer): void {
  const wanted = kept.length + bytes.length;
  if (wanted > kept.bytes.length) {
    const grown = Buffer.allocUnsafe(Math.max(wanted, kept.bytes.length * 2));
    kept.bytes.copy(grown, 0, 0, kept.length);
    kept.bytes = grown;
  }
  bytes.copy(kept.bytes, kept.length);
  kept.length = wanted;
}

/** Keeps a run's two output streams, together at most `maxBytes`. */
export function createOutputCollector({ maxBytes }: { maxBytes: number }): OutputCollector {
  const streams = { stdout: nothingKept(), stderr: nothingKept() };
  /** Whose bytes came since the last look, up to which one: many small writes make one event. */
  let turns: { stream: OutputStream; end: number }[] = [];
  let total = 0;

  function tell({ stream, end }: { stream: OutputStream; end: number }): RunEvent[] {
    const kept = streams[stream];
    const fresh = kept.bytes.subarray(kept.told, end);
    const whole = fresh.length - incompleteTail(fresh);
    kept.told += whole;
    return deltaOf(stream, fresh.subarray(0, whole));
  }

  function take(): RunEvent[] {
    const taken = turns;
    turns = [];
    return taken.flatMap(tell);
  }

  function note(stream: OutputStream): void {
    const { length: end } = streams[stream];
    const last = turns.at(-1);
    const earlier = turns.length >= maxTurns ? turns.findLast((turn) => turn.stream === stream) : undefined;
    if (last?.stream === stream) last.end = end;
    else if (earlier) earlier.end = end;
    else turns.push({ stream, end });
  }

  return {
    push(stream, bytes) {
      const taken = bytes.subarray(0, Math.max(0, maxBytes - total));
      if (taken.length < bytes.length) streams[stream].isTruncated = true;
      if (taken.length === 0) return;
      total += taken.length;
      append(streams[stream], taken);
      note(stream);
    },
    hasMore: () => turns.length > 0,
    take,
    flush() {
      const events = take();
      for (const name of ['stdout', 'stderr'] as const) {
        const kept = streams[name];
        events.push(...deltaOf(name, kept.bytes.subarray(kept.told, kept.length)));
        kept.told = kept.length;
      }
      return events;
    },
    isOverLimit: () => streams.stdout.isTruncated || streams.stderr.isTruncated,
    result: () => ({
      stdout: streams.stdout.bytes.toString('utf8', 0, streams.stdout.length),
      stderr: streams.stderr.bytes.toString('utf8', 0, streams.stderr.length),
      truncated: { stdout: streams.stdout.isTruncated, stderr: streams.stderr.isTruncated },
    }),
  };
}
