import type { Statistics } from './statistics.ts';

/** Prints what was measured as it comes, and remembers whether every target was met. */
export interface Standings {
  row(name: string, results: Statistics[]): void;
  judge(name: string, verdict: { isMet: boolean; found: string; wanted: string }): void;
  /** False where nothing was judged. */
  areMet(): boolean;
}

const nameWidth = 26;
const cellWidth = 19;

export function createStandings({ concurrencies }: { concurrencies: number[] }): Standings {
  let judged = 0;
  let missed = 0;
  const heads = concurrencies.map((count) => `${count} at a time`.padStart(cellWidth));
  console.log(`median / p95 in ms`.padEnd(nameWidth) + heads.join(''));
  return {
    row(name, results) {
      const cells = results.map(({ medianMs, p95Ms }) =>
        `${medianMs.toFixed(1)} / ${p95Ms.toFixed(1)}`.padStart(cellWidth),
      );
      console.log(name.padEnd(nameWidth) + cells.join(''));
    },
    judge(name, { isMet, found, wanted }) {
      judged += 1;
      if (!isMet) missed += 1;
      console.log(`${isMet ? 'PASS' : 'FAIL'}  ${name}: ${found}; wanted: ${wanted}`);
    },
    areMet: () => judged > 0 && missed === 0,
  };
}
