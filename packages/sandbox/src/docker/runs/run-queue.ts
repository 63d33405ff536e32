import type { RunEvent } from '@sandsmith/contracts/events/run-events';
import { SandsmithError } from '@sandsmith/foundation/errors';

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

interface Entry {
  owner: Owner;
  state: 'held' | 'waiting' | 'running' | 'over';
  startedMs: number;
  begin: () => void;
}

interface Owner {
  id: string;
  waiting: Entry[];
  running: number;
  held: number;
  /** When it had its last turn, counted in turns. */
  lastTurn: number;
}

/** The next is an owner's who has least running, and of these whose last turn is longest ago. */
function nextOwner(owners: Iterable<Owner>): Owner | undefined {
  let next: Owner | undefined;
  for (const owner of owners) {
    if (owner.waiting.length === 0) continue;
    const isBefore =
      !next ||
      owner.running < next.running ||
      (owner.running === next.running && owner.lastTurn < next.lastTurn);
    if (isBefore) next = owner;
  }
  return next;
}

/** Everybody's place: the owners take turns. */
function placesOf(owners: Iterable<Owner>): Map<Entry, number> {
  const lines = [...owners]
    .filter(({ waiting }) => waiting.length > 0)
    .sort((a, b) => a.running - b.running || a.lastTurn - b.lastTurn)
    .map(({ waiting }) => waiting);
  const places = new Map<Entry, number>();
  const longest = Math.max(0, ...lines.map(({ length }) => length));
  for (let round = 0; round < longest; round += 1) {
    for (const line of lines) {
      const entry = line[round];
      if (entry) places.set(entry, places.size + 1);
    }
  }
  return places;
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

/** Who has how many runs. */
interface Owners {
  of(id: string): Owner;
  all(): Iterable<Owner>;
  /** How many of this owner wait, and of everybody. */
  waiting(id: string): { own: number; all: number };
  /** Forgets one that has no runs left. */
  settle(owner: Owner): void;
}

function createOwners(): Owners {
  const owners = new Map<string, Owner>();
  const waitingOf = (owner: Owner | undefined) => (owner ? owner.waiting.length + owner.held : 0);
  return {
    of(id) {
      let owner = owners.get(id);
      if (!owner) {
        owner = { id, waiting: [], running: 0, held: 0, lastTurn: 0 };
        owners.set(id, owner);
      }
      return owner;
    },
    all: () => owners.values(),
    waiting(id) {
      const all = [...owners.values()].reduce((sum, owner) => sum + waitingOf(owner), 0);
      return { own: waitingOf(owners.get(id)), all };
    },
    settle(owner) {
      if (waitingOf(owner) + owner.running === 0) owners.delete(owner.id);
    },
  };
}

/** Fair between owners: each has its turn, however many runs another has waiting. */
export function createRunQueue(options: RunQueueOptions): RunQueue {
  const { concurrency, maxWaiting = 1_000, maxWaitingOfOwner = 200, nowMs = Date.now } = options;
  const owners = createOwners();
  let running = 0;
  let turns = 0;
  let meanMs = firstGuessMs;
  let places: Map<Entry, number> | undefined;

  function advance(): void {
    places = undefined;
    while (running < concurrency) {
      const entry = nextOwner(owners.all())?.waiting.shift();
      if (!entry) return;
      running += 1;
      turns += 1;
      entry.owner.running += 1;
      entry.owner.lastTurn = turns;
      entry.state = 'running';
      entry.startedMs = nowMs();
      entry.begin();
    }
  }

  function leave(entry: Entry): void {
    const { owner, state } = entry;
    if (state === 'over') return;
    entry.state = 'over';
    if (state === 'held') owner.held -= 1;
    if (state === 'waiting') owner.waiting = owner.waiting.filter((other) => other !== entry);
    if (state === 'running') {
      running -= 1;
      owner.running -= 1;
      meanMs += (nowMs() - entry.startedMs - meanMs) * newestWeight;
    }
    owners.settle(owner);
    advance();
  }

  function checkRoom(owner: string): void {
    const { own, all } = owners.waiting(owner);
    if (all >= maxWaiting) throw refusal(`${all} runs are waiting already.`, (all * meanMs) / concurrency);
    if (own >= maxWaitingOfOwner)
      throw refusal(`${own} of your runs are waiting already.`, (own * meanMs) / concurrency);
  }

  function ticketOf(entry: Entry): QueueTicket {
    return {
      makeReady() {
        if (entry.state !== 'held') return;
        entry.state = 'waiting';
        entry.owner.held -= 1;
        entry.owner.waiting.push(entry);
        advance();
      },
      position() {
        if (entry.state === 'running') return 0;
        places ??= placesOf(owners.all());
        return places.get(entry) ?? places.size + 1;
      },
      turn: ({ signal, withinMs }) => turnOf(entry, signal, withinMs),
      leave: () => leave(entry),
    };
  }

  return {
    enter(ownerId) {
      checkRoom(ownerId);
      const owner = owners.of(ownerId);
      owner.held += 1;
      return ticketOf({ owner, state: 'held', startedMs: 0, begin: () => {} });
    },
  };
}

async function turnOf(entry: Entry, signal: AbortSignal, withinMs: number): Promise<void> {
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
