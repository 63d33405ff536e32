import type { TrendQuestion } from '../../question.ts';
import type { TrendShape } from '../kinds/trend.ts';
import { type Code, call, dictionary, values } from '../python/layout.ts';
import type { QuestionPart } from '../question-code.ts';
import { columnNamed, isDate, isNumeric, type TableColumn } from '../table-column.ts';
import { bucketNames } from '../time-bucket.ts';
import { testSource } from './test-source.ts';
import { bucketOf, frameCode, groupCell, type TinyCell, type TinyRow, tinyDates } from './tiny-frame.ts';
import { tinyMeasure } from './tiny-measure.ts';

const tinyValues = [
  { moment: 1, value: 6 },
  { moment: 0, value: 2 },
  { moment: 2, value: 12 },
  { moment: 1, value: 10 },
];

interface TrendRow {
  series: TinyCell;
  time: string | number;
  measures: TinyCell[];
}

function momentCell(column: TableColumn, moment: number): TinyCell {
  return isDate(column) ? (tinyDates[moment] ?? null) : groupCell(column, moment);
}

function tinyRows(part: QuestionPart<TrendQuestion>, columns: readonly TableColumn[]): TinyRow[] {
  const { question } = part;
  const seriesCount = question.series === undefined ? 1 : 2;
  return Array.from({ length: seriesCount }, (_, series) =>
    tinyValues.map(({ moment, value }): TinyRow => {
      const cells = columns.map((column): [string, TinyCell] => {
        if (column.name === question.dateColumn) return [column.name, momentCell(column, moment)];
        if (column.name === question.series) return [column.name, groupCell(column, series)];
        return [column.name, isNumeric(column) ? value + 30 * series : `text ${value}`];
      });
      return Object.fromEntries(cells);
    }),
  ).flat();
}

function timeOf(part: QuestionPart<TrendQuestion>, row: TinyRow): string | number {
  const { question } = part;
  const cell = row[question.dateColumn] ?? null;
  if (isDate(columnNamed(part.columns, question.dateColumn))) return bucketOf(String(cell), question.bucket);
  return question.bucket === 'decade' ? Math.floor(Number(cell) / 10) * 10 : Number(cell);
}

function expectedRows(part: QuestionPart<TrendQuestion>, rows: readonly TinyRow[]): TrendRow[] {
  const { question } = part;
  const groups = new Map<string, { series: TinyCell; time: string | number; rows: TinyRow[] }>();
  for (const row of rows) {
    const series = question.series === undefined ? null : (row[question.series] ?? null);
    const time = timeOf(part, row);
    const id = JSON.stringify([series, time]);
    const group = groups.get(id) ?? { series, time, rows: [] };
    group.rows.push(row);
    groups.set(id, group);
  }
  const compare = (a: TinyCell, b: TinyCell): number => {
    if (a === b || a === null || b === null) return 0;
    return a < b ? -1 : 1;
  };
  return [...groups.values()]
    .map(({ series, time, rows: members }) => ({
      series,
      time,
      measures: question.measures.map((measure) => tinyMeasure(measure, members)),
    }))
    .toSorted((a, b) => compare(a.series, b.series) || compare(a.time, b.time));
}

function along(
  rows: readonly TrendRow[],
  measure: number,
  at: (window: number[], index: number) => TinyCell,
) {
  const cells: TinyCell[] = [];
  let start = 0;
  rows.forEach((row, index) => {
    if (row.series !== rows[start]?.series) start = index;
    const soFar = rows.slice(start, index + 1).map((each) => Number(each.measures[measure]));
    cells.push(at(soFar, index - start));
  });
  return cells;
}

/** What the sentence must say of the few rows: where the first series starts. */
function directionChecks(
  part: QuestionPart<TrendQuestion>,
  shape: TrendShape,
  rows: readonly TinyRow[],
  columns: readonly TableColumn[],
): Code[] {
  const step = bucketNames[part.question.bucket];
  return [
    ['table = ', frameCode(rows, columns)],
    ['answer = ', call(`analysis.say_${part.name}`, call(`analysis.${part.name}`, 'table'))],
    `assert answer.count("went from") == ${shape.measures.length * (part.question.series === undefined ? 1 : 2)}`,
    'labels = pd.Series(["a", "b", "c"], index=[7, 8, 9])',
    'values = pd.Series([1.0, 3.0, 7.0], index=[7, 8, 9])',
    `course = analysis.direction(labels, pd.Series([2, 3, 5]), values, "${step}")`,
    `assert course == "went from 1 (a) to 7 (c) (+600.0%); its direction is upward, 2 per ${step}"`,
  ];
}

/** Four rows a series, out of order: buckets in order, with their moving average and change. */
export function trendTests(part: QuestionPart<TrendQuestion>, shape: TrendShape): string[] {
  const { question, name } = part;
  const asked = [question.dateColumn, question.series, ...question.measures.map((each) => each.column)];
  const columns = part.columns.filter((column) => asked.includes(column.name));
  const rows = tinyRows(part, columns);
  const result = expectedRows(part, rows);
  const expected: [string, Code][] = [];
  if (question.series !== undefined)
    expected.push([question.series, values(...result.map((row) => row.series))]);
  expected.push([shape.time, values(...result.map((row) => row.time))]);
  shape.measures.forEach((measure, index) => {
    expected.push([measure.name, values(...result.map((row) => row.measures[index] ?? null))]);
  });
  const window = question.rollingWindow ?? 1;
  shape.rolling.forEach((column, index) => {
    const cells = along(result, index, (soFar) =>
      soFar.length < window ? null : soFar.slice(-window).reduce((sum, each) => sum + each, 0) / window,
    );
    const isKnown = cells.some((cell) => cell !== null);
    expected.push([
      column,
      isKnown ? values(...cells) : call('pd.Series', values(...cells), 'dtype="float64"'),
    ]);
  });
  shape.changes.forEach((column, index) => {
    const cells = along(result, index, (soFar) => {
      const [before, now] = soFar.slice(-2);
      return before === undefined || now === undefined ? null : (100 * (now - before)) / before;
    });
    expected.push([column, values(...cells)]);
  });
  return [
    testSource(`${name}_of_a_few_rows`, [
      ['table = ', frameCode(rows, columns)],
      ['expected = ', call('pd.DataFrame', dictionary(expected))],
      ['result = ', call(`analysis.${name}`, 'table'), '[list(expected.columns)]'],
      call('pd.testing.assert_frame_equal', 'result', 'expected', 'check_dtype=False'),
    ]),
    testSource(`direction_told_by_${name}`, directionChecks(part, shape, rows, columns)),
  ];
}
