import type { RunEvent } from '@sandsmith/contracts/events/run-events';
import { SandsmithError } from '@sandsmith/foundation/errors';

export interface QueueTicket {
  /** 0 where the run may start, else its place in the queue, from 1. */
  position(): number;
  /** Resolves when the position is another than `seen`, or the signal aborts. */
  change(seen: number, signal: AbortSignal): Promise<void>;
  /** Gives the place up, whether waiting or running. May be called twice. */
  leave(): void;
}

export interface RunQueue {
  /** Throws `run.queue-full`. */
  enter(): QueueTicket;
}

/** First come, first served; at most `concurrency` at a time. */
export function createRunQueue({
  concurrency,
  maxWaiting = 1000,
}: {
  concurrency: number;
  maxWaiting?: number;
}): RunQueue {
  const running = new Set<symbol>();
  let waiting: symbol[] = [];
  const listeners = new Map<symbol, () => void>();

  function advance(): void {
    while (running.size < concurrency) {
      const next = waiting.shift();
      if (!next) break;
      running.add(next);
    }
    for (const wake of [...listeners.values()]) wake();
  }

  const positionOf = (id: symbol) => waiting.indexOf(id) + 1;

  function changeOf(id: symbol, seen: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted || positionOf(id) !== seen) return resolve();
      const wake = () => {
        listeners.delete(id);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      listeners.set(id, wake);
      signal.addEventListener('abort', wake);
    });
  }

  return {
    enter() {
      if (waiting.length >= maxWaiting) {
        throw new SandsmithError({
          code: 'run.queue-full',
          message: `${maxWaiting} runs are waiting already. Try again when some have finished.`,
          isRetryable: true,
        });
      }
      const id = Symbol('run');
      waiting.push(id);
      advance();
      return {
        position: () => positionOf(id),
        change: (seen, signal) => changeOf(id, seen, signal),
        leave() {
          const wasRunning = running.delete(id);
          const before = waiting.length;
          waiting = waiting.filter((other) => other !== id);
          if (wasRunning || waiting.length !== before) advance();
        },
      };
    },
  };
}

/** Waits until the ticket's turn has come, or the signal aborts; tells the place in the queue when it changes. */
export async function* waitTurn(ticket: QueueTicket, signal: AbortSignal): AsyncGenerator<RunEvent> {
  for (let position = ticket.position(); position > 0 && !signal.aborted; position = ticket.position()) {
    yield { type: 'run.queued', position };
    await ticket.change(position, signal);
  }
}
