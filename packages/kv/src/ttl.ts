/** Whole milliseconds of a time to live, rounded up; a caller's zero or NaN is a fault of the program. */
export function checkTtl(ttlMs: number): number {
  if (Number.isFinite(ttlMs) && ttlMs > 0) return Math.ceil(ttlMs);
  throw new RangeError(`ttlMs must be a positive number of milliseconds, not ${ttlMs}`);
}
