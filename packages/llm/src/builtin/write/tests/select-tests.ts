import type { SelectQuestion } from '../../question.ts';
import { type Code, call, dictionary, values } from '../python/layout.ts';
import type { QuestionPart } from '../question-code.ts';
import { isDate } from '../table-column.ts';
import { testSource } from './test-source.ts';
import { frameCode, groupCell, type TinyCell, type TinyRow } from './tiny-frame.ts';

function compare(a: TinyCell, b: TinyCell): number {
  if (a === b || a === null || b === null) return 0;
  return a < b ? -1 : 1;
}

/** Three rows: the right columns of the right rows come in the right order. */
export function selectTests(part: QuestionPart<SelectQuestion>): string[] {
  const { question, columns, name } = part;
  const rows = [2, 0, 1].map(
    (group): TinyRow => Object.fromEntries(columns.map((column) => [column.name, groupCell(column, group)])),
  );
  const sorted = rows.toSorted((a, b) => {
    for (const { column, direction } of question.sort ?? []) {
      const difference = compare(a[column] ?? null, b[column] ?? null);
      if (difference !== 0) return direction === 'ascending' ? difference : -difference;
    }
    return 0;
  });
  const result = question.limit === undefined ? sorted : sorted.slice(0, 2);
  const shown = question.columns ?? columns.map((column) => column.name);
  const cells = shown.map((column): [string, Code] => {
    const cell = values(...result.map((row) => row[column] ?? null));
    const isMoment = columns.some((each) => each.name === column && isDate(each));
    return [column, isMoment ? call('pd.to_datetime', cell) : cell];
  });
  const limit = question.limit === undefined ? [] : ['limit=2'];
  return [
    testSource(`${name}_of_a_few_rows`, [
      ['table = ', frameCode(rows, columns)],
      ['expected = ', call('pd.DataFrame', dictionary(cells))],
      ['result = ', call(`analysis.${name}`, 'table', ...limit)],
      call('pd.testing.assert_frame_equal', 'result', 'expected', 'check_dtype=False'),
    ]),
  ];
}
