import { messageOf } from '@sandsmith/foundation/errors';
import type { Logger } from '@sandsmith/foundation/logger';

export interface Lifecycle {
  /** Says how to end something that has just been made; ended in reverse order, each within its time. */
  add(name: string, close: () => Promise<void> | void, options?: { withinMs?: number }): void;
  /** Ends everything, once; a part that fails or takes too long does not keep the others. */
  close(): Promise<void>;
}

const defaultWithinMs = 3_000;

export function createLifecycle(logger: Logger): Lifecycle {
  const parts: { name: string; close: () => Promise<void> | void; withinMs: number }[] = [];
  let closing: Promise<void> | undefined;

  async function closeAll(): Promise<void> {
    for (let part = parts.pop(); part; part = parts.pop()) {
      const startedMs = performance.now();
      try {
        await withinTime(Promise.resolve(part.close()), part.withinMs);
        logger.debug(
          { part: part.name, durationMs: Math.round(performance.now() - startedMs) },
          'part closed',
        );
      } catch (error) {
        logger.warn({ part: part.name, reason: messageOf(error) }, 'part did not close cleanly');
      }
    }
  }

  return {
    add(name, close, { withinMs = defaultWithinMs } = {}) {
      parts.push({ name, close, withinMs });
    },
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}

async function withinTime(work: Promise<void>, withinMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`it took longer than ${withinMs} ms`)), withinMs);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
