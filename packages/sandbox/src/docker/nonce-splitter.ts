import { randomBytes } from 'node:crypto';

export const nonceBytes = 32;

/** Starts with a byte that UTF-8 never holds, so that ordinary output is not held back to see whether the nonce comes. */
export function newNonce(): Buffer {
  const nonce = randomBytes(nonceBytes);
  nonce.writeUInt8(0xff, 0);
  return nonce;
}

export interface NonceSplitter {
  /** What belongs to the program, and what follows the nonce once it has been seen. */
  push(bytes: Buffer): { output: Buffer; report: Buffer | undefined };
  /** What was held back, at the end of a stream in which the nonce never came. */
  flush(): Buffer;
}

const nothing: Buffer = Buffer.alloc(0);

/** Parts the program's standard output from the runner's report. */
export function createNonceSplitter(nonce: Buffer): NonceSplitter {
  let held = nothing;
  let isSeen = false;

  /** How many bytes at the end could be the nonce's beginning. */
  function heldLength(bytes: Buffer): number {
    const from = Math.max(0, bytes.length - nonce.length + 1);
    for (
      let start = bytes.indexOf(nonce.subarray(0, 1), from);
      start >= 0;
      start = bytes.indexOf(nonce.subarray(0, 1), start + 1)
    ) {
      if (bytes.subarray(start).equals(nonce.subarray(0, bytes.length - start))) return bytes.length - start;
    }
    return 0;
  }

  return {
    push(bytes) {
      if (isSeen) return { output: nothing, report: bytes };
      const all = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
      held = nothing;
      const at = all.indexOf(nonce);
      if (at >= 0) {
        isSeen = true;
        return { output: all.subarray(0, at), report: all.subarray(at + nonce.length) };
      }
      const keep = heldLength(all);
      held = all.subarray(all.length - keep);
      return { output: all.subarray(0, all.length - keep), report: undefined };
    },
    flush() {
      const rest = held;
      held = nothing;
      return rest;
    },
  };
}
