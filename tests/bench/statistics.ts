import { delay } from '@sandsmith/foundation/delay';

/** Durations of one way of doing something, in milliseconds. */
export interface Statistics {
  count: number;
  medianMs: number;
  p95Ms: number;
  maxMs: number;
}

function quantile(sorted: number[], share: number): number {
  const at = Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1);
  return sorted[Math.max(0, at)] ?? Number.NaN;
}

export function statisticsOf(durationsMs: number[]): Statistics {
  if (durationsMs.length === 0) throw new Error('nothing was measured');
  const sorted = durationsMs.toSorted((a, b) => a - b);
  return {
    count: sorted.length,
    medianMs: quantile(sorted, 0.5),
    p95Ms: quantile(sorted, 0.95),
    maxMs: sorted.at(-1) ?? Number.NaN,
  };
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

/** Rounds of so many at a time; `ready` comes before each and is not measured. */
export async function inRounds(
  work: () => Promise<unknown>,
  { atOnce, rounds, ready = async () => {} }: { atOnce: number; rounds: number; ready?: () => Promise<void> },
): Promise<Statistics> {
  const durationsMs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await ready();
    durationsMs.push(...(await Promise.all(Array.from({ length: atOnce }, () => timed(work)))));
  }
  return statisticsOf(durationsMs);
}

/** How many a second, with so many at a time without a pause. */
export async function throughput(
  work: () => Promise<unknown>,
  { atOnce, forMs }: { atOnce: number; forMs: number },
): Promise<number> {
  const startedMs = performance.now();
  let done = 0;
  const loop = async () => {
    while (performance.now() - startedMs < forMs) {
      await work();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, loop));
  return (done * 1_000) / (performance.now() - startedMs);
}

/** Begins one after another at fixed times, whether the earlier ones have ended or not. */
export async function atRate(
  work: () => Promise<unknown>,
  { perSecond, forMs }: { perSecond: number; forMs: number },
): Promise<Statistics> {
  const running: Promise<number>[] = [];
  const startedMs = performance.now();
  const count = Math.floor((forMs / 1_000) * perSecond);
  for (let index = 0; index < count; index += 1) {
    const waitMs = startedMs + (index * 1_000) / perSecond - performance.now();
    if (waitMs > 0) await delay(waitMs);
    const one = timed(work);
    // one that fails is told when all have begun: until then nobody waits for it
    one.catch(() => {});
    running.push(one);
  }
  return statisticsOf(await Promise.all(running));
}
