import type { RunEvent } from '@sandsmith/contracts/events/run-events';

export interface RunLog {
  append(event: RunEvent): void;
  end(): void;
  /** Every event from the first, then the new ones as they come, until the end or the abort. */
  follow(options: { signal: AbortSignal }): AsyncGenerator<RunEvent>;
}

/** The events of one live run, in memory: a run's output is limited, so this is too. Readers go at their own pace. */
export function createRunLog(): RunLog {
  const events: RunEvent[] = [];
  let isEnded = false;
  let wake = Promise.withResolvers<void>();
  const change = () => {
    wake.resolve();
    wake = Promise.withResolvers<void>();
  };
  return {
    append(event) {
      events.push(event);
      change();
    },
    end() {
      isEnded = true;
      change();
    },
    async *follow({ signal }) {
      const aborted = Promise.withResolvers<void>();
      const onAbort = () => aborted.resolve();
      signal.addEventListener('abort', onAbort, { once: true });
      try {
        for (let index = 0; !signal.aborted; ) {
          const event = events[index];
          if (event) {
            index += 1;
            yield event;
          } else if (isEnded) return;
          else await Promise.race([wake.promise, aborted.promise]);
        }
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
    },
  };
}
