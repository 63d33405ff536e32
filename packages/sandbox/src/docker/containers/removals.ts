import type { Logger } from '@sandsmith/foundation/logger';

export interface Removals {
  /** Removes in the background; where it fails, the janitor does it later. */
  add(remove: () => Promise<void>): void;
  /** Resolves when everything added so far has been tried. */
  settled(): Promise<void>;
}

/** Removing a container takes the engine as long as making one: so many at a time, beside the runs. */
export function createRemovals({ logger, atOnce = 3 }: { logger: Logger; atOnce?: number }): Removals {
  const waiting: (() => Promise<void>)[] = [];
  const ongoing = new Set<Promise<void>>();

  function advance(): void {
    while (ongoing.size < atOnce) {
      const remove = waiting.shift();
      if (!remove) return;
      const removal = remove()
        .catch((error: unknown) => logger.warn({ err: error }, 'container was not removed yet'))
        .finally(() => {
          ongoing.delete(removal);
          advance();
        });
      ongoing.add(removal);
    }
  }

  return {
    add(remove) {
      waiting.push(remove);
      advance();
    },
    async settled() {
      while (ongoing.size > 0) await Promise.all(ongoing);
    },
  };
}
