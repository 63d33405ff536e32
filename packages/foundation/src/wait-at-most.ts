import { delay } from './delay.ts';

/**
 * Waits for `work`, but no longer than `ms` milliseconds; undefined where it is not done by then. It goes on all the
 * same. Rejects with its fault only where that comes in time.
 */
export async function waitAtMost<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  const patience = new AbortController();
  const late = delay(ms, patience.signal).then(
    () => undefined,
    () => undefined,
  );
  try {
    return await Promise.race([work, late]);
  } finally {
    patience.abort();
  }
}
