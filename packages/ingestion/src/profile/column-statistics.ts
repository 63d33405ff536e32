import type { Cell, ColumnProfile, ColumnType } from '@sandsmith/contracts/domain/document';
import { type DuckDbSession, type SqlRow, sqlFile } from '../duckdb/duckdb-session.ts';
import type { InferredColumn } from './infer-types.ts';
import { cellExpression, profileCell } from './json-cell.ts';

interface StatisticsRequest {
  session: DuckDbSession;
  rowsPath: string;
  rowCount: number;
  columns: InferredColumn[];
  signal: AbortSignal;
}

const columnsAtOnce = 50;
const maxTopValues = 20;
const maxSamples = 5;
const maxBins = 20;

/** Exact statistics of every column, by DuckDB over the typed rows. */
export async function columnStatistics(request: StatisticsRequest): Promise<ColumnProfile[]> {
  const profiles: ColumnProfile[] = [];
  for (let from = 0; from < request.columns.length; from += columnsAtOnce) {
    const batch = request.columns.slice(from, from + columnsAtOnce).map((column, index) => ({
      ...column,
      sqlName: `t${from + index}`,
    }));
    const summary = await summarise(request, batch);
    for (const column of batch) profiles.push(await profileOf(request, column, summary));
  }
  return profiles;
}

interface NamedColumn extends InferredColumn {
  sqlName: string;
}

const isOrdered = (type: ColumnType) => type !== 'json' && type !== 'boolean' && type !== 'empty';
const isNumeric = (type: ColumnType) => type === 'integer' || type === 'number';
const isBinned = (type: ColumnType) => isNumeric(type) || type === 'date' || type === 'datetime';

async function summarise(
  { session, rowsPath, signal }: StatisticsRequest,
  batch: NamedColumn[],
): Promise<SqlRow> {
  const selected = batch.flatMap(({ sqlName, type }) => {
    const cell = (expression: string) => cellExpression(expression, type);
    const samples = `min({i: i, v: ${cell(sqlName)}}, ${maxSamples}) FILTER (WHERE ${sqlName} IS NOT NULL)`;
    return [
      `count(${sqlName}) AS n_${sqlName}`,
      `${samples} AS samples_${sqlName}`,
      ...(isOrdered(type)
        ? [`${cell(`min(${sqlName})`)} AS min_${sqlName}`, `${cell(`max(${sqlName})`)} AS max_${sqlName}`]
        : []),
      ...(isNumeric(type) ? [`CAST(avg(CAST(${sqlName} AS DOUBLE)) AS DOUBLE) AS mean_${sqlName}`] : []),
    ];
  });
  const rows = await session.query(
    `SELECT ${selected.join(', ')} FROM read_parquet(${sqlFile(rowsPath)})`,
    signal,
  );
  return rows[0] ?? {};
}

async function profileOf(
  request: StatisticsRequest,
  column: NamedColumn,
  summary: SqlRow,
): Promise<ColumnProfile> {
  const { name, type, dateFormat, sqlName } = column;
  const values = Number(summary[`n_${sqlName}`] ?? 0);
  const cell = (value: unknown) => profileCell(value, type);
  const { distinctCount, topValues } = await topValuesOf(request, column);
  const mean = summary[`mean_${sqlName}`];
  const profile: ColumnProfile = {
    name,
    type,
    nullCount: request.rowCount - values,
    distinctCount,
    topValues,
    samples: structList(summary[`samples_${sqlName}`]).map(({ v }) => cell(v)),
  };
  if (values > 0 && isOrdered(type)) {
    profile.min = cell(summary[`min_${sqlName}`]);
    profile.max = cell(summary[`max_${sqlName}`]);
  }
  if (typeof mean === 'number' && Number.isFinite(mean)) profile.mean = mean;
  if (values > 0 && isBinned(type)) {
    const histogram = await histogramOf(request, column);
    if (histogram) profile.histogram = histogram;
  }
  if (dateFormat) profile.dateFormat = dateFormat;
  return profile;
}

/** The most frequent values; of equally frequent ones the smaller comes first, so that the answer never varies. */
async function topValuesOf({ session, rowsPath, signal }: StatisticsRequest, { sqlName, type }: NamedColumn) {
  const sql = `WITH grouped AS (
      SELECT ${sqlName} AS v, count(*) AS n FROM read_parquet(${sqlFile(rowsPath)}) WHERE ${sqlName} IS NOT NULL GROUP BY 1
    ), top AS (
      SELECT count(*) AS total, min({n: -n, v: v}, ${maxTopValues}) AS items FROM grouped
    )
    SELECT total, list_transform(items, x -> {n: -x.n, v: ${cellExpression('x.v', type)}}) AS items FROM top`;
  const [row] = await session.query(sql, signal);
  const topValues: { value: Cell; count: number }[] = structList(row?.['items']).map(({ v, n }) => ({
    value: profileCell(v, type),
    count: Number(n),
  }));
  return { distinctCount: Number(row?.['total'] ?? 0), topValues };
}

async function histogramOf(
  { session, rowsPath, signal }: StatisticsRequest,
  { sqlName, type }: NamedColumn,
): Promise<number[] | undefined> {
  const number = isNumeric(type) ? `CAST(${sqlName} AS DOUBLE)` : `epoch(${sqlName})`;
  const sql = `WITH numbers AS (
      SELECT ${number} AS x FROM read_parquet(${sqlFile(rowsPath)}) WHERE ${sqlName} IS NOT NULL
    ), bounds AS (
      SELECT min(x) AS low, max(x) AS high FROM numbers
    ), layout AS (
      SELECT low, high, CASE WHEN high = low THEN 1 ELSE CAST(least(${maxBins}, ${binCount(type)}) AS INTEGER) END AS bins
      FROM bounds
    )
    SELECT bins, CASE WHEN bins = 1 THEN 0 ELSE
        CAST(least(floor((x / 2 - low / 2) / (high / 2 - low / 2) * bins), bins - 1) AS INTEGER) END AS bin,
      count(*) AS n
    FROM numbers, layout GROUP BY ALL`;
  const rows = await session.query(sql, signal);
  const count = Number(rows[0]?.['bins'] ?? 0);
  if (count < 1) return undefined;
  const histogram = Array.from({ length: count }, () => 0);
  for (const { bin, n } of rows) histogram[Number(bin)] = Number(n);
  return histogram;
}

/** Whole numbers and days have no more bins than values between the smallest and the largest. */
function binCount(type: ColumnType): string {
  if (type === 'integer') return 'high - low + 1';
  return type === 'date' ? '(high - low) / 86400 + 1' : `${maxBins}`;
}

/** A list of structs as DuckDB's API gives it. */
function structList(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null || !('items' in value) || !Array.isArray(value.items))
    return [];
  return value.items.flatMap((item: unknown) => {
    if (typeof item !== 'object' || item === null || !('entries' in item)) return [];
    return [item.entries as Record<string, unknown>]; // DuckDBStructValue.entries is an object of the fields
  });
}
