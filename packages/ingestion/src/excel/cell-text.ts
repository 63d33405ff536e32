const dayMs = 86_400_000;

/**
 * A cell as text: dates in ISO 8601, without the time where it is midnight, and without the day where the cell is a
 * time of day alone (Excel counts those from the end of 1899).
 */
export function cellText(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (!isDate(value)) return String(value);
  const timeMs = Math.round(value.getTime() / 1000) * 1000;
  if (Number.isNaN(timeMs)) return null;
  const iso = new Date(timeMs).toISOString();
  if (value.getTime() < Date.UTC(1900, 0, 1) && timeMs % dayMs !== 0) return iso.slice(11, 19);
  return timeMs % dayMs === 0 ? iso.slice(0, 10) : iso.slice(0, 19);
}

/** Not `instanceof`: the date may come from another realm. */
function isDate(value: unknown): value is Date {
  return Object.prototype.toString.call(value) === '[object Date]';
}
