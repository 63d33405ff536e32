import { SandsmithError } from '@sandsmith/foundation/errors';

/** One connection's messages, one after the other in the order they came. */
export interface MessageLine {
  /** Throws `request.rate-limited` where too many wait already. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** A client that asks ten thousand things at once waits for itself, and not everybody for it. */
export function createMessageLine({ maxWaiting = 256 }: { maxWaiting?: number } = {}): MessageLine {
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  return {
    async run(work) {
      if (waiting >= maxWaiting)
        throw new SandsmithError({
          code: 'request.rate-limited',
          message: `This connection has ${maxWaiting} messages waiting, the most it may. Wait for their answers, and send it again.`,
          isRetryable: true,
        });
      waiting += 1;
      const mine = last.then(work);
      last = mine.catch(() => undefined);
      try {
        return await mine;
      } finally {
        waiting -= 1;
      }
    },
  };
}
