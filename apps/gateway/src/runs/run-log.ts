import type { RunEvent } from '@sandsmith/contracts/events/run-events';
import { createWakeUp } from '@sandsmith/foundation/wake-up';

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
  const { wake, change } = createWakeUp();
  return {
    append(event) {
      events.push(event);
      wake();
    },
    end() {
      isEnded = true;
      wake();
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
          else await Promise.race([change(), aborted.promise]);
        }
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
    },
  };
}
