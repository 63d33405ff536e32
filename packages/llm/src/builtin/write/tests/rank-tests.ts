import type { RankQuestion } from '../../question.ts';
import { listBucket } from '../kinds/list-bucket.ts';
import { type Code, call, values } from '../python/layout.ts';
import { pythonString } from '../python/python-literal.ts';
import type { QuestionPart } from '../question-code.ts';
import { columnNamed, isDate, isNumeric, type TableColumn } from '../table-column.ts';
import { testSource } from './test-source.ts';
import { bucketOf, frameCode, groupCell, type TinyCell, type TinyRow } from './tiny-frame.ts';

/** Ranked values of two lists; the second 9 ties with the first. */
const tinyValues = [
  { list: 0, value: 5 },
  { list: 1, value: 9 },
  { list: 0, value: 9 },
  { list: 1, value: 3 },
  { list: 0, value: 7 },
  { list: 1, value: 8 },
];

function rankedCell(column: TableColumn, value: number): TinyCell {
  if (isNumeric(column)) return value;
  return isDate(column) ? `2020-01-0${value} 00:00:00` : `text ${value}`;
}

function expectedPlaces(question: RankQuestion): number[] {
  const sign = question.direction === 'highest' ? -1 : 1;
  const ordered = tinyValues
    .map((row, place) => ({ ...row, place }))
    .toSorted((a, b) => sign * (a.value - b.value));
  if (question.per === undefined) return ordered.slice(0, 3).map((row) => row.place);
  const lists = [0, 1].map((list) => ordered.filter((row) => row.list === list).slice(0, 2));
  return lists.flat().map((row) => row.place);
}

/** A few rows with a tie and a gap: the right ones come in the right order. */
export function rankTests(part: QuestionPart<RankQuestion>): string[] {
  const { question, columns, name } = part;
  const { per, column } = question;
  const rows: TinyRow[] = tinyValues.map(({ list, value }, place) =>
    Object.fromEntries(
      columns.map((each) => {
        if (each.name === column) return [each.name, rankedCell(each, value)];
        return [each.name, each.name === per ? perCell(each, list) : groupCell(each, place % 3)];
      }),
    ),
  );
  const places = expectedPlaces(question);
  const limit = per === undefined ? 3 : 2;
  const ranked = columnNamed(columns, column);
  const withGap: TinyRow[] = [...rows, { ...rows[0], [column]: null }];
  const cells = values(...places.map((place) => rows[place]?.[column] ?? null));
  const expected: Code = isDate(ranked) ? [call('list', call('pd.to_datetime', cells))] : cells;
  const checks: Code[] = [[`assert result[${pythonString(column)}].tolist() == `, expected]];
  if (question.perBucket) {
    const bucket = listBucket(part);
    const periods = places.map((place) => periodOf(part, rows[place]?.[per ?? ''] ?? null));
    if (bucket) checks.push([`assert result["${bucket.name}"].tolist() == `, values(...periods)]);
  } else if (per !== undefined && per !== column) {
    const lists = places.map((place) => rows[place]?.[per] ?? null);
    checks.push([`assert result[${pythonString(per)}].tolist() == `, values(...lists)]);
  }
  return [
    testSource(`${name}_of_a_few_rows`, [
      ['table = ', frameCode(withGap, columns)],
      `result = analysis.${name}(table, limit=${limit})`,
      ...checks,
    ]),
  ];
}

/** The period a tiny row belongs to, computed without pandas. */
function periodOf({ question, columns }: QuestionPart<RankQuestion>, cell: TinyCell): TinyCell {
  const { per = '', perBucket = 'year' } = question;
  return isDate(columnNamed(columns, per))
    ? bucketOf(String(cell), perBucket)
    : Math.floor(Number(cell) / 10) * 10;
}

function perCell(column: TableColumn, list: number): TinyCell {
  return column.type === 'boolean' ? list === 1 : groupCell(column, list);
}
