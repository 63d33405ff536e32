import type { Column } from '../table.ts';

/** A round width that makes about ten bins. */
export function niceWidth(column: Column): number {
  const span = Number(column.profile.max ?? 1) - Number(column.profile.min ?? 0);
  if (!(span > 0)) return 1;
  const rough = span / 10;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((candidate) => candidate * power >= rough) ?? 10;
  return Number((step * power).toPrecision(3));
}

/** Whole years a date column spans, at least one. */
export function yearsSpanned(column: Column): number {
  return daysSpanned(column) / 365.25;
}

export function daysSpanned(column: Column): number {
  const [from, to] = [column.profile.min, column.profile.max].map((value) =>
    Date.parse(String(value ?? '').slice(0, 10)),
  );
  return from === undefined || to === undefined || Number.isNaN(from) || Number.isNaN(to)
    ? 0
    : (to - from) / 86_400_000 + 1;
}

/** The natural step of a date column, from how many different dates lie in its span. */
export function granularity(column: Column): 'day' | 'week' | 'month' | 'quarter' | 'year' {
  if (column.role === 'year') return 'year';
  const step = daysSpanned(column) / Math.max(1, column.profile.distinctCount);
  if (step >= 300) return 'year';
  if (step >= 80) return 'quarter';
  if (step >= 27 && step < 45) return 'month';
  return step >= 6.5 && step < 8 ? 'week' : 'day';
}

/** Whether rows can be put into groups by a column's values as they are. */
export function canGroup(column: Column): boolean {
  const { role, profile } = column;
  if (role === 'category' || role === 'flag' || role === 'year') return true;
  if (role === 'identifier') return true;
  return role === 'measure' && profile.type === 'integer' && profile.distinctCount <= 12;
}
