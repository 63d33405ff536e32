import type { GroupKey } from '../question.ts';
import { freeColumnName, snakeName } from './python/identifier.ts';
import { type Code, call } from './python/layout.ts';
import { pythonLiteral, pythonString } from './python/python-literal.ts';
import { columnNamed, isDate, isNumeric, type TableColumn } from './table-column.ts';
import { bucketCode, bucketPlural } from './time-bucket.ts';

/** A key of groups: the column computed for it and the columns written for it. */
export interface KeyCode {
  /** The grouped column. */
  name: string;
  column: TableColumn;
  /** An argument of `assign` where the key is computed. */
  assign?: Code;
  /** Statements on `result` after grouping. */
  after: Code[];
  /** The column that names a group to a person. */
  label: string;
  /** Time and bins have an order of their own. */
  isNatural: boolean;
  /** `months`, `weather values`. */
  plural: string;
  imports: string[];
}

function plainKey(column: TableColumn): KeyCode {
  const plural = `values of ${column.name}`;
  const isNatural = isNumeric(column) || isDate(column);
  return { name: column.name, column, after: [], label: column.name, isNatural, plural, imports: [] };
}

function binKey(column: TableColumn, width: number, taken: Set<string>): KeyCode {
  const from = freeColumnName(`${snakeName(column.name)}_from`, taken);
  const to = freeColumnName(`${snakeName(column.name)}_to`, taken);
  const label = freeColumnName(`${snakeName(column.name)}_range`, taken);
  const value = `table[${pythonString(column.name)}]`;
  const isWhole = Number.isInteger(width);
  const size = pythonLiteral(width);
  const edge = isWhole ? `${value} // ${size} * ${size}` : `(${value} // ${size} * ${size}).round(10)`;
  const upper = isWhole ? `result["${from}"] + ${size}` : `(result["${from}"] + ${size}).round(10)`;
  return {
    name: from,
    column,
    assign: `${from}=${edge}`,
    after: [
      `edges = zip(result["${from}"], ${upper}, strict=True)`,
      [`labels = [f"{in_words(low)} to {in_words(high)}" for low, high in edges]`],
      [call('result.insert', `result.columns.get_loc("${from}") + 1`, `"${to}"`, upper)],
      [call('result.insert', `result.columns.get_loc("${to}") + 1`, `"${label}"`, 'labels')],
    ],
    label,
    isNatural: true,
    plural: `ranges of ${column.name}`,
    imports: [],
  };
}

function bucketKey(key: GroupKey, column: TableColumn, taken: Set<string>): KeyCode {
  const coded = bucketCode(key.bucket ?? 'day', column);
  const isWholeColumn = coded.name === column.name && !isDate(column);
  if (isWholeColumn) return { ...plainKey(column), plural: bucketPlural(key.bucket ?? 'year') };
  const name = coded.name === column.name ? coded.name : freeColumnName(coded.name, taken);
  const inResult = `result["${name}"]`;
  const after: Code[] = [];
  if (coded.label) after.push([`${inResult} = `, coded.label(inResult)]);
  let label = name;
  if (coded.naming) {
    label = freeColumnName(coded.naming.name, taken);
    const place = `result.columns.get_loc("${name}") + 1`;
    after.push([call('result.insert', place, `"${label}"`, coded.naming.code(inResult))]);
  }
  return {
    name,
    column,
    assign: [`${name}=`, coded.key],
    after,
    label,
    isNatural: true,
    plural: bucketPlural(key.bucket ?? 'day'),
    imports: coded.needs,
  };
}

/** The keys of a grouping, with names that collide with no column of the table. */
export function keyCodes(
  by: readonly GroupKey[],
  columns: readonly TableColumn[],
  taken: Set<string>,
): KeyCode[] {
  return by.map((key) => {
    const column = columnNamed(columns, key.column);
    if (key.binWidth && isNumeric(column)) return binKey(column, key.binWidth, taken);
    if (key.bucket && (isDate(column) || isNumeric(column))) return bucketKey(key, column, taken);
    return plainKey(column);
  });
}
