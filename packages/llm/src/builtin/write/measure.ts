import type { Aggregate, Measure } from '../question.ts';
import { freeColumnName, snakeName } from './python/identifier.ts';
import { type Code, call } from './python/layout.ts';
import { pythonString } from './python/python-literal.ts';
import { columnNamed, isNumeric, type TableColumn } from './table-column.ts';

/** A measure with the name of its result column and its words. */
export interface NamedMeasure {
  measure: Measure;
  /** A Python identifier and the column's name in the results: `mean_temp_max`. */
  name: string;
  /** `average temp_max`. */
  words: string;
  hasNulls: boolean;
  /** Its values are numbers: they can be drawn and compared. */
  isNumber: boolean;
}

const words: Record<Aggregate, (column: string) => string> = {
  mean: (column) => `average ${column}`,
  sum: (column) => `total ${column}`,
  count: (column) => `number of ${column} values`,
  min: (column) => `lowest ${column}`,
  max: (column) => `highest ${column}`,
  median: (column) => `median ${column}`,
  distinct: (column) => `number of different ${column} values`,
  stddev: (column) => `standard deviation of ${column}`,
};

const methods: Record<Aggregate, string> = {
  mean: 'mean',
  sum: 'sum',
  count: 'count',
  min: 'min',
  max: 'max',
  median: 'median',
  distinct: 'nunique',
  stddev: 'std',
};

export function nameMeasures(
  measures: readonly Measure[],
  columns: readonly TableColumn[],
  taken: Set<string>,
): NamedMeasure[] {
  return measures.map((measure) => {
    const { aggregate, column } = measure;
    const wanted = column === null ? 'count' : `${aggregate}_${snakeName(column)}`;
    return {
      measure,
      name: freeColumnName(wanted, taken),
      words: column === null ? 'number of rows' : words[aggregate](column),
      hasNulls: column !== null && columnNamed(columns, column).hasNulls,
      isNumber:
        column === null ||
        aggregate === 'count' ||
        aggregate === 'distinct' ||
        isNumeric(columnNamed(columns, column)),
    };
  });
}

/** A sum needs care: of nothing but missing values it is missing, not 0. */
export function needsKnownSum({ measure, hasNulls }: NamedMeasure): boolean {
  return measure.aggregate === 'sum' && hasNulls;
}

/** `mean_temp_max=("temp_max", "mean")`, an argument of a grouped `agg`. */
export function groupedMeasure(named: NamedMeasure, anyColumn: string): Code {
  const { measure } = named;
  if (measure.column === null) return `${named.name}=(${pythonString(anyColumn)}, "size")`;
  const method = needsKnownSum(named) ? 'known_sum' : pythonString(methods[measure.aggregate]);
  return `${named.name}=(${pythonString(measure.column)}, ${method})`;
}

/** The measure of a whole table: `rows["temp_max"].mean()`. */
export function totalMeasure(named: NamedMeasure, table: string): Code {
  const { measure } = named;
  if (measure.column === null) return `len(${table})`;
  const column = `${table}[${pythonString(measure.column)}]`;
  if (measure.aggregate === 'sum' && named.hasNulls) return [column, call('.sum', 'min_count=1')];
  return [column, call(`.${methods[measure.aggregate]}`)];
}
