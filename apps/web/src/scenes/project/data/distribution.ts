import type { ColumnProfile } from '@sandsmith/contracts/domain/document';

const maxBars = 20;

/** Heights from 0 to 1: the bins of the profile, or the counts of the most frequent values. */
export function distribution(column: ColumnProfile): number[] {
  const isSpread = column.histogram && column.histogram.length > 1;
  const counts = isSpread ? (column.histogram ?? []) : column.topValues.map(({ count }) => count);
  const shown = counts.slice(0, maxBars);
  const highest = Math.max(0, ...shown);
  return highest > 0 ? shown.map((count) => count / highest) : [];
}
