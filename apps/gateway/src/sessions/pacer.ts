import { delay } from '@sandsmith/foundation/delay';

export interface Pacer {
  /** Resolves when so many bytes more may be taken. */
  take(bytes: number): Promise<void>;
}

/** Lets through `bytesPerSecond` on average and a second's worth at once: a program that floods waits for us. */
export function createPacer({ bytesPerSecond }: { bytesPerSecond: number }): Pacer {
  let freeAtMs = 0;
  return {
    async take(bytes) {
      const nowMs = performance.now();
      freeAtMs = Math.max(freeAtMs, nowMs - 1_000) + (bytes / bytesPerSecond) * 1_000;
      if (freeAtMs > nowMs) await delay(freeAtMs - nowMs);
    },
  };
}
