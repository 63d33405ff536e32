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
  const untried = new Set<Promise<void>>();
  let ongoing = 0;

  async function carryOut(remove: () => Promise<void>): Promise<void> {
    ongoing += 1;
    try {
      await remove();
    } catch (error) {
      logger.warn({ err: error }, 'container was not removed yet');
    } finally {
      ongoing -= 1;
      advance();
    }
  }

  function advance(): void {
    while (ongoing < atOnce) {
      const remove = waiting.shift();
      if (!remove) return;
      void carryOut(remove);
    }
  }

  return {
    add(remove) {
      const tried = Promise.withResolvers<void>();
      untried.add(tried.promise);
      waiting.push(() =>
        remove().finally(() => {
          untried.delete(tried.promise);
          tried.resolve();
        }),
      );
      advance();
    },
    async settled() {
      // not what is added meanwhile: under load there would be no end of it
      await Promise.all(untried);
    },
  };
}
