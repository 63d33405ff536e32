import type { RunEvent } from '@sandsmith/contracts/events/run-events';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { createFairLine, type LineEntry } from './fair-line.ts';

export interface QueueTicket {
  /** From now on it may have its turn. */
  makeReady(): void;
  /** 0 where the run may start, else its place in the queue, from 1; what is not ready stands behind all that are. */
  position(): number;
  /** Resolves when the position is 0 or the signal aborts, at the latest after so long. */
  turn(options: { signal: AbortSignal; withinMs: number }): Promise<void>;
  /** Gives the place up, whether waiting or running. May be called twice. */
  leave(): void;
}

export interface RunQueue {
  /** Throws `run.queue-full` with `retryAfterSeconds` in its details. */
  enter(owner: string): QueueTicket;
}

export interface RunQueueOptions {
  /** So many at a time. */
  concurrency: number;
  maxWaiting?: number;
  maxWaitingOfOwner?: number;
  nowMs?: () => number;
}

/** How long a run has taken lately: the weight of the last one in the mean. */
const newestWeight = 0.1;
const firstGuessMs = 2_000;
const longestRetrySeconds = 300;

function refusal(message: string, waitMs: number): SandsmithError {
  const seconds = Math.ceil(Math.min(longestRetrySeconds * 1_000, Math.max(1_000, waitMs)) / 1_000);
  return new SandsmithError({
    code: 'run.queue-full',
    message: `${message} Try again in about ${seconds} s, when some have finished.`,
    details: { retryAfterSeconds: seconds },
    isRetryable: true,
  });
}

/** Fair between owners: each has its turn, however many runs another has waiting. */
export function createRunQueue(options: RunQueueOptions): RunQueue {
  const { concurrency, maxWaiting = 1_000, maxWaitingOfOwner = 200, nowMs = Date.now } = options;
  let meanMs = firstGuessMs;
  const onEnd = (tookMs: number) => {
    meanMs += (tookMs - meanMs) * newestWeight;
  };
  const line = createFairLine({ concurrency, nowMs, onEnd });

  function checkRoom(owner: string): void {
    const { own, all } = line.waiting(owner);
    if (all >= maxWaiting) throw refusal(`${all} runs are waiting already.`, (all * meanMs) / concurrency);
    if (own >= maxWaitingOfOwner)
      throw refusal(`${own} of your runs are waiting already.`, (own * meanMs) / concurrency);
  }

  return {
    enter(owner) {
      checkRoom(owner);
      const entry = line.hold(owner);
      return {
        makeReady: () => line.join(entry),
        position: () => line.placeOf(entry),
        turn: ({ signal, withinMs }) => turnOf(entry, signal, withinMs),
        leave: () => line.leave(entry),
      };
    },
  };
}

async function turnOf(entry: LineEntry, signal: AbortSignal, withinMs: number): Promise<void> {
  if (signal.aborted || entry.state === 'running') return;
  const over = Promise.withResolvers<void>();
  const timer = setTimeout(over.resolve, withinMs);
  const onAbort = () => over.resolve();
  entry.begin = over.resolve;
  signal.addEventListener('abort', onAbort);
  await over.promise;
  clearTimeout(timer);
  signal.removeEventListener('abort', onAbort);
}

/** The nearer the turn, the more often the place is told. */
const nearPlaces = 20;
const nearMs = 250;
const farMs = 1_000;

/** Waits until the ticket's turn has come, or the signal aborts; tells the place in the queue when it changes. */
export async function* waitTurn(ticket: QueueTicket, signal: AbortSignal): AsyncGenerator<RunEvent> {
  let told = 0;
  for (let position = ticket.position(); position > 0 && !signal.aborted; position = ticket.position()) {
    if (position !== told) yield { type: 'run.queued', position };
    told = position;
    await ticket.turn({ signal, withinMs: position <= nearPlaces ? nearMs : farMs });
  }
}
