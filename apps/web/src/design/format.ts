const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** 1536 -> `1.5 kB`, in the reader's locale. */
export function formatBytes(bytes: number, locale?: string): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1_000 && unit < byteUnits.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  const maximumFractionDigits = unit === 0 || value >= 100 ? 0 : 1;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: byteUnits[unit],
    unitDisplay: unit === 0 ? 'long' : 'short',
    maximumFractionDigits,
  }).format(value);
}

/** Binary megabytes as container limits are spoken of: 536870912 -> `512 MB`. */
export function formatMemory(bytes: number, locale?: string): string {
  const mib = bytes / 1_048_576;
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: mib < 10 ? 1 : 0 }).format(mib)} MB`;
}

export function formatCount(count: number, locale?: string): string {
  return new Intl.NumberFormat(locale).format(count);
}

/** `1 row`, `1,461 rows`. */
export function formatPlural(
  count: number,
  singular: string,
  plural = `${singular}s`,
  locale?: string,
): string {
  return `${formatCount(count, locale)} ${count === 1 ? singular : plural}`;
}

/** Dollars; small amounts keep the digits that matter, and nothing is `$0.00`. */
export function formatMoney(usd: number, locale?: string): string {
  const digits = usd > 0 && usd < 0.01 ? 4 : 2;
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: 'USD',
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(usd);
}

/** 420 -> `0.4 s`; 75000 -> `1 min 15 s`; 3700000 -> `1 h 1 min`. */
export function formatDuration(ms: number): string {
  if (ms < 59_950) return ms < 9_950 ? `${(ms / 1_000).toFixed(1)} s` : `${Math.round(ms / 1_000)} s`;
  const seconds = Math.round(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 ? `${minutes} min ${seconds % 60} s` : `${minutes} min`;
  return minutes % 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes / 60} h`;
}

/** A clock that ticks by whole seconds: `12 s`, `1 min 5 s`. */
export function formatElapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  return seconds < 60 ? `${seconds} s` : formatDuration(seconds * 1_000);
}

const relativeSteps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** `5 minutes ago`, `yesterday`, `just now`. */
export function formatRelative(time: string, nowMs: number, locale?: string): string {
  const seconds = (Date.parse(time) - nowMs) / 1_000;
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  for (const [unit, size] of relativeSteps) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  }
  return 'just now';
}

export function formatExact(time: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(time));
}

/** A share of 1 as a percentage; small ones are not rounded to none. */
export function formatShare(share: number, locale?: string): string {
  if (share > 0 && share < 0.001) return '< 0.1%';
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(share);
}

/** A number as it stands in a table: grouped, and at most six significant decimals. */
export function formatNumber(value: number, locale?: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 4 }).format(value);
}
