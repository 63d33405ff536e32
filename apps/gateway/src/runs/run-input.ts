import { SandsmithError } from '@sandsmith/foundation/errors';
import { createWakeUp } from '@sandsmith/foundation/wake-up';

/** What a run reads from its standard input, as it is given piece by piece. */
export interface RunInput {
  /** Read once, by the sandbox. */
  stream: AsyncIterable<Uint8Array>;
  /** Resolves when there is room for more. Throws `run.stdin-closed` after the end. */
  write(bytes: Uint8Array): Promise<void>;
  /** Nothing more comes. Does nothing the second time. */
  end(): void;
}

/** A program that does not read is not given more than this. */
const maxWaitingBytes = 1024 * 1024;

export function createRunInput({ first }: { first?: Uint8Array } = {}): RunInput {
  const pieces: Uint8Array[] = first && first.length > 0 ? [first] : [];
  let waitingBytes = first?.length ?? 0;
  let isEnded = false;
  const { wake, change } = createWakeUp();

  async function* read(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const piece = pieces.shift();
        if (piece) {
          yield piece;
          // It asks for the next when it has passed this one on.
          waitingBytes -= piece.length;
          wake();
        } else if (isEnded) return;
        else await change();
      }
    } finally {
      // The program is over: nobody reads what would still come.
      isEnded = true;
      wake();
    }
  }

  return {
    stream: read(),
    async write(bytes) {
      while (!isEnded && waitingBytes >= maxWaitingBytes) await change();
      if (isEnded) throw closed();
      if (bytes.length === 0) return;
      pieces.push(bytes);
      waitingBytes += bytes.length;
      wake();
    },
    end() {
      isEnded = true;
      wake();
    },
  };
}

export function closed(): SandsmithError {
  return new SandsmithError({
    code: 'run.stdin-closed',
    message:
      'The standard input of this run is closed: it was ended, the run is over, or the run was started without "keepStdinOpen". Start a run with "keepStdinOpen": true to send it more.',
  });
}
