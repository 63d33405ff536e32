import { setTimeout as sleep } from 'node:timers/promises';

/** Waits `ms` milliseconds; rejects with the signal's reason when aborted. */
export async function delay(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
