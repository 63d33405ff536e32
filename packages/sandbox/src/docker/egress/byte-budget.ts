import { Transform } from 'node:stream';

/** How many bytes may still pass, in both directions together. */
export interface ByteBudget {
  isSpent(): boolean;
  /** Passes bytes on until the budget is spent, then fails. */
  meter(): Transform;
}

export function createByteBudget(maxBytes: number): ByteBudget {
  let leftBytes = maxBytes;
  return {
    isSpent: () => leftBytes <= 0,
    meter: () =>
      new Transform({
        transform(chunk: Buffer, _encoding, done) {
          leftBytes -= chunk.length;
          if (leftBytes < 0) done(new Error('the bytes that may pass are used up'));
          else done(null, chunk);
        },
      }),
  };
}
