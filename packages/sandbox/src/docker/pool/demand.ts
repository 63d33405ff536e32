/** How much a kind of container is asked for. */
export interface Demand {
  /** One has been asked for. */
  note(nowMs: number): void;
  /** How many should stand ready. */
  wanted(nowMs: number): number;
  /** Whether it can be forgotten. */
  isOver(nowMs: number): boolean;
}

/** What was asked for at once within this time may be asked for at once again. */
const burstMs = 3_000;
/** For so long after a burst as many stand ready as it took. */
const rememberMs = 60_000;

/**
 * As many as the largest burst of the last minute took. What was asked for once alone is made when it is needed.
 */
export function createDemand(): Demand {
  let recent: number[] = [];
  let bursts: { atMs: number; size: number }[] = [];
  /** The time of the one before the last. */
  let secondLastMs = Number.NEGATIVE_INFINITY;
  let lastMs = Number.NEGATIVE_INFINITY;

  function forget(nowMs: number): void {
    recent = recent.filter((atMs) => nowMs - atMs < burstMs);
    bursts = bursts.filter(({ atMs }) => nowMs - atMs < rememberMs);
  }

  return {
    note(nowMs) {
      secondLastMs = lastMs;
      lastMs = nowMs;
      recent.push(nowMs);
      forget(nowMs);
      const size = recent.length;
      // an earlier burst is of no use beside a later one that was as large
      bursts = bursts.filter((burst) => burst.size > size);
      bursts.push({ atMs: nowMs, size });
    },
    wanted(nowMs) {
      forget(nowMs);
      const isInDemand = nowMs - secondLastMs < rememberMs;
      return isInDemand ? (bursts[0]?.size ?? 0) : 0;
    },
    isOver: (nowMs) => nowMs - lastMs >= rememberMs,
  };
}
