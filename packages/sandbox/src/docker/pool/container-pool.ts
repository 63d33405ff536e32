import type { Logger } from '@sandsmith/foundation/logger';
import { type ContainerShape, poolKeyOf } from '../containers/container-shape.ts';
import type { SealedContainer } from '../containers/sealed-containers.ts';
import { type ContainerKind, type ContainerKinds, createContainerKinds } from './container-kinds.ts';

/** A kind of container of which some stand ready from the beginning. */
export interface StandingShape {
  shape: ContainerShape;
  least: number;
}

export interface ContainerPool {
  /** Looks from now on what has to stand ready. */
  start(): void;
  /** A container that nobody else has had: one that stands ready, else a new one. Throws what making one throws. */
  take(shape: ContainerShape): Promise<SealedContainer>;
  /** The engine, or what is wanted, may be another now: looks at once. */
  wake(): void;
  /** Removes everything that stands ready or is being made. */
  close(): Promise<void>;
}

export interface ContainerPoolOptions {
  open(shape: ContainerShape): Promise<SealedContainer>;
  logger: Logger;
  /** At most so many stand ready, of all kinds together, where the machine has the memory. */
  size: number;
  /** Kinds to keep ready without being asked; only images that are there. */
  standing: () => Promise<StandingShape[]>;
  /** Whether containers of this image are of use still. */
  isCurrent: (imageTag: string) => boolean;
  /** How many the memory of the machine allows at the moment. */
  affordable: () => number;
  nowMs?: () => number;
}

const lookEveryMs = 5_000;
/** Making a container takes the machine's whole attention for a moment: the run that has begun goes first. */
const refillDelayMs = 40;
const refillsAtOnce = 2;
const longestPauseMs = 30_000;

interface Workshop {
  /** Makes one, for a run that waits or ahead. */
  make(kind: ContainerKind): void;
  /** Whether containers may be made ahead: not for a while after that has failed. */
  isPaused(): boolean;
  resume(): void;
  /** Resolves when none is being made. */
  settled(): Promise<unknown>;
}

function createWorkshop(
  { open, logger, nowMs = Date.now }: ContainerPoolOptions,
  { keep, onEnd }: { keep: (kind: ContainerKind, container: SealedContainer) => void; onEnd: () => void },
): Workshop {
  let pauseMs = 0;
  let pausedUntilMs = 0;
  const ongoing = new Set<Promise<void>>();

  function fail(kind: ContainerKind, error: unknown): void {
    pauseMs = Math.min(longestPauseMs, Math.max(1_000, pauseMs * 2));
    pausedUntilMs = nowMs() + pauseMs;
    const waiter = kind.waiting.shift();
    if (waiter) waiter.reject(error);
    else logger.debug({ err: error, image: kind.shape.imageTag }, 'no container could be made ahead');
  }

  async function makeOne(kind: ContainerKind): Promise<void> {
    kind.opening += 1;
    try {
      const container = await open(kind.shape);
      pauseMs = 0;
      keep(kind, container);
    } catch (error) {
      fail(kind, error);
    } finally {
      kind.opening -= 1;
      onEnd();
    }
  }

  return {
    make(kind) {
      const making = makeOne(kind).finally(() => ongoing.delete(making));
      ongoing.add(making);
    },
    settled: () => Promise.all(ongoing),
    isPaused: () => nowMs() < pausedUntilMs,
    resume() {
      pauseMs = 0;
      pausedUntilMs = 0;
    },
  };
}

/** Calls for a look every few seconds, and a moment after one was asked for. */
interface Lookout {
  start(): void;
  /** One look for all who ask for it meanwhile. */
  soon(): void;
  close(): void;
}

function createLookout({ look, lookAround }: { look: () => void; lookAround: () => void }): Lookout {
  let timer: NodeJS.Timeout | undefined;
  let next: NodeJS.Timeout | undefined;
  let isClosed = false;
  return {
    start() {
      timer ??= setInterval(lookAround, lookEveryMs).unref();
      lookAround();
    },
    soon() {
      if (isClosed || next) return;
      next = setTimeout(() => {
        next = undefined;
        look();
      }, refillDelayMs).unref();
    },
    close() {
      isClosed = true;
      clearInterval(timer);
      clearTimeout(next);
    },
  };
}

/** Keeps it ready until it is taken, or ends by itself: then it has lost its engine, or somebody has removed it. */
function setAside({ ready }: ContainerKind, entry: ContainerKind['ready'][number], onLost: () => void): void {
  ready.push(entry);
  entry.container.channel.closed.then(() => {
    const index = ready.indexOf(entry);
    if (index < 0) return;
    ready.splice(index, 1);
    entry.container.remove();
    onLost();
  });
}

/** What stands ready without being asked for may be another now. */
async function readLeast(
  kinds: ContainerKinds,
  { standing, logger }: Pick<ContainerPoolOptions, 'standing' | 'logger'>,
): Promise<void> {
  const shapes = await standing().catch((error: unknown) => {
    logger.debug({ err: error }, 'what should stand ready is not known');
    return [];
  });
  for (const kind of kinds.all()) kind.least = 0;
  for (const { shape, least } of shapes) {
    const key = poolKeyOf(shape);
    if (key) kinds.of(key, shape).least = least;
  }
}

function serveWaiting(kinds: ContainerKinds, workshop: Workshop): void {
  for (const kind of kinds.all()) {
    while (kind.opening < kind.waiting.length) workshop.make(kind);
  }
}

/** Makes what is short, at most `most` in all. Runs that wait come first. */
function refill(kinds: ContainerKinds, workshop: Workshop, most: number): void {
  while (!workshop.isPaused()) {
    const { opening, ready, waiting } = kinds.counts();
    if (waiting > 0 || opening >= refillsAtOnce || ready + opening >= most) return;
    const kind = kinds.neediest();
    if (!kind) return;
    workshop.make(kind);
  }
}

/** Keeps containers that were started beforehand; each is used once. */
export function createContainerPool(options: ContainerPoolOptions): ContainerPool {
  const { open, size, isCurrent, affordable, nowMs = Date.now } = options;
  const kinds = createContainerKinds({ isCurrent, nowMs });
  const lookout = createLookout({ look, lookAround: () => void lookAround() });
  const workshop = createWorkshop(options, { keep, onEnd: lookout.soon });
  let isClosed = false;

  function keep(kind: ContainerKind, container: SealedContainer): void {
    const waiter = kind.waiting.shift();
    if (waiter) waiter.resolve(container);
    else if (isClosed) container.remove();
    else setAside(kind, { container, sinceMs: nowMs() }, lookout.soon);
  }

  function look(): void {
    if (isClosed) return;
    serveWaiting(kinds, workshop);
    for (const container of kinds.retired()) container.remove();
    refill(kinds, workshop, Math.min(size, affordable()));
  }

  async function lookAround(): Promise<void> {
    await readLeast(kinds, options);
    look();
  }

  return {
    start() {
      if (size > 0) lookout.start();
    },
    async take(shape) {
      const key = size === 0 || isClosed ? undefined : poolKeyOf(shape);
      if (key === undefined) return open(shape);
      const kind = kinds.of(key, shape);
      kind.demand.note(nowMs());
      const ready = kind.ready.shift();
      if (ready) {
        lookout.soon();
        return ready.container;
      }
      const waiter = Promise.withResolvers<SealedContainer>();
      kind.waiting.push(waiter);
      serveWaiting(kinds, workshop);
      return waiter.promise;
    },
    wake() {
      if (isClosed || size === 0) return;
      workshop.resume();
      void lookAround();
    },
    async close() {
      isClosed = true;
      lookout.close();
      for (const { ready } of kinds.all()) for (const { container } of ready.splice(0)) container.remove();
      await workshop.settled();
    },
  };
}
