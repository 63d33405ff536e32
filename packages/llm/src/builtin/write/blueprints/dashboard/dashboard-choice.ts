import type { TimeBucket } from '../../../question.ts';
import { isDate, isNumeric, type TableColumn } from '../../table-column.ts';

/** What a dashboard shows of a table. */
export interface DashboardChoice {
  /** Columns whose means are key figures, at most four. */
  measures: TableColumn[];
  time?: { column: TableColumn; bucket: TimeBucket };
  /** Columns whose spread is drawn: as many as make the number of charts even. */
  distributions: TableColumn[];
  /** Text columns whose most frequent values are counted. */
  categories: TableColumn[];
}

const dayMs = 86_400_000;

/** Numbers that only name a row are no measures. */
function isIdentifier(column: TableColumn, rowCount: number): boolean {
  const isNamed = /(^|[\s_-])(id|code|zip|fips)$/i.test(column.name) || column.name.toLowerCase() === 'id';
  const { min, max, distinctCount } = column.profile;
  const isCounted = Number(max) - Number(min) < rowCount * 4;
  return isNamed || (column.type === 'integer' && rowCount > 50 && distinctCount === rowCount && isCounted);
}

/** A few whole numbers that stand for kinds, such as clusters or numbers of doors: counted, not averaged. */
function isCode(column: TableColumn, rowCount: number): boolean {
  return column.type === 'integer' && column.profile.distinctCount <= 10 && rowCount > 50;
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

/** How far a column's mean stands from the middle of its range: a few huge values make a drawing of one bar. */
function lopsidedness({ profile }: TableColumn): number {
  const low = Number(profile.min);
  const middle = (Number(profile.mean) - low) / (Number(profile.max) - low);
  return Number.isNaN(middle) ? 1 : Math.abs(middle - 0.5);
}

/** Chooses by types and the numbers of different values. */
export function chooseDashboard(columns: readonly TableColumn[], rowCount: number): DashboardChoice {
  const date = columns.find(isDate) ?? columns.find(isYear);
  const measures = columns.filter(
    (column) =>
      isNumeric(column) &&
      column !== date &&
      !isYear(column) &&
      !isCode(column, rowCount) &&
      !isIdentifier(column, rowCount),
  );
  const categories = columns.filter(
    (column) =>
      column !== date &&
      (column.type === 'text' || isCode(column, rowCount)) &&
      column.profile.distinctCount > 1 &&
      column.profile.distinctCount <= rowCount / 2,
  );
  // A total says more than the parts that it is the sum of.
  const leading = measures
    .toSorted((a, b) => Number(/total/i.test(b.name)) - Number(/total/i.test(a.name)))
    .slice(0, 4);
  const fewest = categories.toSorted((a, b) => a.profile.distinctCount - b.profile.distinctCount);
  const others = Math.min(fewest.length, 2) + (date && leading.length > 0 ? 1 : 0);
  const evenest = leading.toSorted((a, b) => lopsidedness(a) - lopsidedness(b));
  return {
    measures: leading,
    distributions: evenest.slice(0, others % 2 === 1 ? 1 : 2),
    categories: fewest.slice(0, 2),
    ...(date ? { time: { column: date, bucket: bucketFor(date) } } : {}),
  };
}
