import type { TimeBucket } from '../../../question.ts';
import { isDate, isNumeric, type TableColumn } from '../../table-column.ts';

/** What a dashboard shows of a table. */
export interface DashboardChoice {
  /** Columns whose means are key figures, at most four. */
  measures: TableColumn[];
  time?: { column: TableColumn; bucket: TimeBucket };
  /** Text columns whose most frequent values are counted. */
  categories: TableColumn[];
}

const dayMs = 86_400_000;

/** Numbers that only name a row are no measures. */
function isIdentifier(column: TableColumn, rowCount: number): boolean {
  const isNamed = /(^|[\s_-])(id|code|zip|fips)$/i.test(column.name) || column.name.toLowerCase() === 'id';
  return isNamed || (column.type === 'integer' && rowCount > 50 && column.profile.distinctCount === rowCount);
}

/** A column of whole years held as numbers. */
function isYear(column: TableColumn): boolean {
  const { min, max } = column.profile;
  return /year/i.test(column.name) && column.type === 'integer' && Number(min) >= 1000 && Number(max) <= 3000;
}

function bucketFor(column: TableColumn): TimeBucket {
  if (!isDate(column)) return 'year';
  const { min, max } = column.profile;
  const days = (Date.parse(String(max)) - Date.parse(String(min))) / dayMs;
  if (Number.isNaN(days)) return 'month';
  if (days > 3_650) return 'year';
  return days > 90 ? 'month' : 'day';
}

/** Chooses by types and the numbers of different values. */
export function chooseDashboard(columns: readonly TableColumn[], rowCount: number): DashboardChoice {
  const date = columns.find(isDate) ?? columns.find(isYear);
  const measures = columns.filter(
    (column) => isNumeric(column) && column !== date && !isYear(column) && !isIdentifier(column, rowCount),
  );
  const categories = columns.filter(
    (column) =>
      column.type === 'text' &&
      column.profile.distinctCount > 1 &&
      column.profile.distinctCount <= rowCount / 2,
  );
  const fewest = categories.toSorted((a, b) => a.profile.distinctCount - b.profile.distinctCount);
  return {
    measures: measures.slice(0, 4),
    categories: fewest.slice(0, 2),
    ...(date ? { time: { column: date, bucket: bucketFor(date) } } : {}),
  };
}
