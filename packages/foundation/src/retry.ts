import { delay } from './delay.ts';

export interface RetryOptions {
  /** Tries in all, the first included. */
  attempts: number;
  /** The wait before try n + 1 is `baseMs * 2^(n-1)`, at most `maxMs`, with up to 20% jitter. */
  baseMs: number;
  maxMs: number;
  isRetryable: (error: unknown) => boolean;
  signal?: AbortSignal;
}

/** Calls `work` until it succeeds, the error is not retryable, or the tries are used up. */
export async function retry<T>(work: (attempt: number) => Promise<T>, options: RetryOptions): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    options.signal?.throwIfAborted();
    try {
      return await work(attempt);
    } catch (error) {
      if (attempt >= options.attempts || !options.isRetryable(error)) throw error;
      const waitMs = Math.min(options.maxMs, options.baseMs * 2 ** (attempt - 1));
      await delay(waitMs * (1 + Math.random() * 0.2), options.signal);
    }
  }
}
