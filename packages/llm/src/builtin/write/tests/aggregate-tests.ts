import type { AggregateQuestion, GroupKey } from '../../question.ts';
import { type AggregateShape, thresholdName } from '../kinds/aggregate-shape.ts';
import { type Code, call, dictionary, values } from '../python/layout.ts';
import { pythonLiteral } from '../python/python-literal.ts';
import type { QuestionPart } from '../question-code.ts';
import { columnNamed, isDate, isNumeric, type TableColumn } from '../table-column.ts';
import { testSource } from './test-source.ts';
import { bucketLabel, bucketOf, frameCode, groupCell, type TinyCell, type TinyRow } from './tiny-frame.ts';
import { tinyMeasure } from './tiny-measure.ts';

/** The measured values of groups 0, 1 and 2: no two groups agree in any aggregate that orders. */
const groupValues = [[2, 4, 9], [20], [7, 10]] as const;

interface TinyGroup {
  keys: TinyCell[];
  measures: TinyCell[];
  share: number;
}

function usedColumns(part: QuestionPart<AggregateQuestion>): TableColumn[] {
  const { question, columns } = part;
  const names = [...question.by, ...question.measures].map((each) => each.column);
  const used = columns.filter((column) => names.includes(column.name));
  return used.length > 0 ? used : columns.slice(0, 1);
}

function keyCell(key: GroupKey, column: TableColumn, group: number): TinyCell {
  return key.binWidth && isNumeric(column) ? (group * 2 + 1.5) * key.binWidth : groupCell(column, group);
}

function measuredCell(column: TableColumn, place: number, value: number): TinyCell {
  if (isNumeric(column)) return value * (place + 1);
  if (isDate(column)) return `2020-01-${String(value).padStart(2, '0')} 00:00:00`;
  return column.type === 'boolean' ? value > 5 : `text ${value % 3}`;
}

/** Three groups of rows, and a row with gaps for each column that may have them. */
function tinyRows(part: QuestionPart<AggregateQuestion>): TinyRow[] {
  const used = usedColumns(part);
  const rowOf = (group: number, value: number): TinyRow =>
    Object.fromEntries(
      used.map((column, place) => {
        const key = part.question.by.find((each) => each.column === column.name);
        return [column.name, key ? keyCell(key, column, group) : measuredCell(column, place, value)];
      }),
    );
  const rows = groupValues.flatMap((numbers, group) => numbers.map((value) => rowOf(group, value)));
  const gaps = used
    .filter((column) => column.hasNulls)
    .map((column) => ({ ...rowOf(0, 13), [column.name]: null }));
  return [...rows, ...gaps];
}

function keyValue(key: GroupKey, column: TableColumn, cell: TinyCell): TinyCell {
  if (cell === null) return null;
  if (key.binWidth && isNumeric(column)) return Math.floor(Number(cell) / key.binWidth) * key.binWidth;
  if (key.bucket && isDate(column)) return bucketOf(String(cell), key.bucket);
  if (key.bucket === 'decade') return Math.floor(Number(cell) / 10) * 10;
  return cell;
}

function compare(a: TinyCell, b: TinyCell): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function groupsOf(part: QuestionPart<AggregateQuestion>, rows: readonly TinyRow[]): TinyGroup[] {
  const { question, columns } = part;
  const groups = new Map<string, { keys: TinyCell[]; rows: TinyRow[] }>();
  for (const row of rows) {
    const keys = question.by.map((key) =>
      keyValue(key, columnNamed(columns, key.column), row[key.column] ?? null),
    );
    if (keys.includes(null)) continue;
    const id = JSON.stringify(keys);
    const group = groups.get(id) ?? { keys, rows: [] };
    groups.set(id, { keys, rows: [...group.rows, row] });
  }
  const found = [...groups.values()].map((group) => ({
    keys: group.keys,
    measures: question.measures.map((measure) => tinyMeasure(measure, group.rows)),
    share: 0,
  }));
  const total = found.reduce((sum, group) => sum + Number(group.measures[0]), 0);
  return found.map((group) => ({ ...group, share: (100 * Number(group.measures[0])) / total }));
}

function sorted(shape: AggregateShape, groups: TinyGroup[]): TinyGroup[] {
  const { order } = shape;
  const cellOf = (group: TinyGroup, column: string): TinyCell => {
    const key = shape.keys.findIndex((each) => each.name === column);
    const measure = shape.measures.findIndex((each) => each.name === column);
    return (key >= 0 ? group.keys[key] : group.measures[measure]) ?? null;
  };
  return groups.toSorted((a, b) => {
    for (const { column, isAscending } of order) {
      const left = cellOf(a, column);
      const right = cellOf(b, column);
      const difference = compare(left, right);
      const hasGap = left === null || right === null;
      if (difference !== 0) return isAscending || hasGap ? difference : -difference;
    }
    return 0;
  });
}

type Having = NonNullable<AggregateQuestion['having']>[number];

/** A threshold that some of the tiny groups pass: the middle one of their values. */
function tinyThreshold(condition: Having, groups: readonly TinyGroup[]): number {
  const found = groups.map((group) => Number(group.measures[condition.measure])).toSorted((a, b) => a - b);
  return found[Math.floor(found.length / 2)] ?? 0;
}

function passes(condition: Having, value: number, threshold: number): boolean {
  if (condition.operator === 'lt') return value < threshold;
  if (condition.operator === 'le') return value <= threshold;
  if (condition.operator === 'gt') return value > threshold;
  return condition.operator === 'ge' ? value >= threshold : value === threshold;
}

function expectedColumns(
  part: QuestionPart<AggregateQuestion>,
  shape: AggregateShape,
  groups: readonly TinyGroup[],
): [string, Code][] {
  const { question } = part;
  const columns: [string, Code][] = [];
  shape.keys.forEach((key, index) => {
    const asked = question.by[index];
    const cells = groups.map((group) => group.keys[index] ?? null);
    const isPlainDate = isDate(key.column) && !asked?.bucket;
    columns.push([key.name, isPlainDate ? call('pd.to_datetime', values(...cells)) : values(...cells)]);
    if (key.label === key.name) return;
    const width = asked?.binWidth;
    if (!width) {
      columns.push([key.label, values(...cells.map((cell) => bucketLabel(asked?.bucket, cell) ?? null))]);
      return;
    }
    const upper = cells.map((cell) => Number(cell) + width);
    columns.push([key.name.replace(/_from(?=$|_\d+$)/, '_to'), values(...upper)]);
  });
  shape.measures.forEach((measure, index) => {
    const cells = values(...groups.map((group) => group.measures[index] ?? null));
    const column = measure.measure.column;
    const isMoment = column !== null && isDate(columnNamed(part.columns, column));
    const isExtreme = measure.measure.aggregate === 'min' || measure.measure.aggregate === 'max';
    columns.push([measure.name, isMoment && isExtreme ? call('pd.to_datetime', cells) : cells]);
  });
  if (question.withShare && shape.keys.length > 0)
    columns.push(['share_percent', values(...groups.map((group) => group.share))]);
  return columns;
}

/** A frame of a few rows, with the result that plain arithmetic gives. */
export function aggregateTests(part: QuestionPart<AggregateQuestion>, shape: AggregateShape): string[] {
  const { question, name } = part;
  const rows = tinyRows(part);
  let groups = groupsOf(part, rows);
  const options: string[] = [];
  for (const condition of shape.keys.length > 0 ? (question.having ?? []) : []) {
    const threshold = tinyThreshold(condition, groups);
    const measure = shape.measures[condition.measure]?.name ?? '';
    options.push(`${thresholdName(measure, condition.operator)}=${pythonLiteral(threshold)}`);
    groups = groups.filter((group) =>
      passes(condition, Number(group.measures[condition.measure]), threshold),
    );
  }
  groups = sorted(shape, groups);
  if (question.limit !== undefined && shape.keys.length > 0) {
    options.push('limit=2');
    groups = groups.slice(0, 2);
  }
  const expected = expectedColumns(part, shape, groups);
  return [
    testSource(`${name}_of_a_few_rows`, [
      ['table = ', frameCode(rows, usedColumns(part))],
      ['expected = ', call('pd.DataFrame', dictionary(expected))],
      ['result = ', call(`analysis.${name}`, 'table', ...options), '[list(expected.columns)]'],
      call('pd.testing.assert_frame_equal', 'result', 'expected', 'check_dtype=False'),
    ]),
  ];
}
