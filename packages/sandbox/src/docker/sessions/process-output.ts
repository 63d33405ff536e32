import { createWakeUp } from '@sandsmith/foundation/wake-up';
import type { SandboxProcess } from '../../sandbox-port.ts';

type Chunk = { stream: 'stdout' | 'stderr'; bytes: Buffer };

export interface ProcessOutput {
  push(stream: 'stdout' | 'stderr', bytes: Buffer): void;
  end(): void;
  chunks: SandboxProcess['output'];
}

/** Leave for more is given in steps of this size, not for every chunk. */
const grantStepBytes = 64 * 1024;

/**
 * Output between the agent and whoever reads it. No more is held here than the agent has leave to send: leave for more
 * is given only as chunks are taken. A reader that walks away has the rest thrown away.
 */
export function createProcessOutput({ grant }: { grant: (bytes: number) => void }): ProcessOutput {
  let waiting: Chunk[] = [];
  let taken = 0;
  let hasEnded = false;
  let isDiscarding = false;
  const { wake, change } = createWakeUp();

  function take(bytes: number): void {
    taken += bytes;
    if (taken < grantStepBytes || hasEnded) return;
    grant(taken);
    taken = 0;
  }

  async function* read(): AsyncGenerator<Chunk> {
    try {
      for (;;) {
        const chunk = waiting.shift();
        if (chunk) {
          take(chunk.bytes.length);
          yield chunk;
          continue;
        }
        if (hasEnded) return;
        await change();
      }
    } finally {
      isDiscarding = true;
      for (const { bytes } of waiting) take(bytes.length);
      waiting = [];
    }
  }

  return {
    push(stream, bytes) {
      if (isDiscarding) return take(bytes.length);
      // a copy: what is read later must not hold on to the whole of what it came in
      waiting.push({ stream, bytes: Buffer.from(bytes) });
      wake();
    },
    end() {
      hasEnded = true;
      wake();
    },
    chunks: read(),
  };
}
