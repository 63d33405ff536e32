/** Runs of which so many may be under way at a time, the others one after the other, the owners by turns. */
export interface FairLine {
  /** A run of that owner, which does not wait for its turn yet. */
  hold(owner: string): LineEntry;
  /** From now on it may have its turn. */
  join(entry: LineEntry): void;
  /** 0 where it is under way, else its place, from 1; what has not joined stands behind all that have. */
  placeOf(entry: LineEntry): number;
  /** May be called twice. */
  leave(entry: LineEntry): void;
  /** How many of this owner wait, and of everybody. */
  waiting(owner: string): { own: number; all: number };
}

export interface FairLineOptions {
  concurrency: number;
  nowMs: () => number;
  /** A run that was under way has left. */
  onEnd: (tookMs: number) => void;
}

export interface LineEntry {
  owner: Owner;
  state: 'held' | 'waiting' | 'running' | 'over';
  startedMs: number;
  /** Called when its turn has come. */
  begin: () => void;
}

interface Owner {
  id: string;
  waiting: LineEntry[];
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
function placesOf(owners: Iterable<Owner>): Map<LineEntry, number> {
  const lines = [...owners]
    .filter(({ waiting }) => waiting.length > 0)
    .sort((a, b) => a.running - b.running || a.lastTurn - b.lastTurn)
    .map(({ waiting }) => waiting);
  const places = new Map<LineEntry, number>();
  const longest = Math.max(0, ...lines.map(({ length }) => length));
  for (let round = 0; round < longest; round += 1) {
    for (const line of lines) {
      const entry = line[round];
      if (entry) places.set(entry, places.size + 1);
    }
  }
  return places;
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

/** Each owner has its turn, however many runs another has waiting. */
export function createFairLine({ concurrency, nowMs, onEnd }: FairLineOptions): FairLine {
  const owners = createOwners();
  let running = 0;
  let turns = 0;
  let places: Map<LineEntry, number> | undefined;

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

  return {
    waiting: owners.waiting,
    hold(id) {
      const owner = owners.of(id);
      owner.held += 1;
      return { owner, state: 'held', startedMs: 0, begin: () => {} };
    },
    join(entry) {
      if (entry.state !== 'held') return;
      entry.state = 'waiting';
      entry.owner.held -= 1;
      entry.owner.waiting.push(entry);
      advance();
    },
    placeOf(entry) {
      if (entry.state === 'running') return 0;
      places ??= placesOf(owners.all());
      return places.get(entry) ?? places.size + 1;
    },
    leave(entry) {
      const { owner, state } = entry;
      if (state === 'over') return;
      entry.state = 'over';
      if (state === 'held') owner.held -= 1;
      if (state === 'waiting') owner.waiting = owner.waiting.filter((other) => other !== entry);
      if (state === 'running') {
        running -= 1;
        owner.running -= 1;
        onEnd(nowMs() - entry.startedMs);
      }
      owners.settle(owner);
      advance();
    },
  };
}
