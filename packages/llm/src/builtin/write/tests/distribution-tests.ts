import type { DistributionQuestion } from '../../question.ts';
import type { Code } from '../python/layout.ts';
import type { QuestionPart } from '../question-code.ts';
import { testSource } from './test-source.ts';
import { frameCode, groupCell, type TinyCell, type TinyRow } from './tiny-frame.ts';

/** Five numbers whose quartiles are plain to see. */
const numbers = [10, 2, 4, 6, 8];

/** Known quartiles, a gap that does not count, and bins that hold every value. */
export function distributionTests(part: QuestionPart<DistributionQuestion>): string[] {
  const { question, columns, name } = part;
  const used = columns.filter((column) => column.name === question.column || column.name === question.by);
  const rowOf = (value: TinyCell): TinyRow =>
    Object.fromEntries(
      used.map((column) => [column.name, column.name === question.column ? value : groupCell(column, 0)]),
    );
  const rows = [...numbers, null].map(rowOf);
  const body: Code[] = [
    ['table = ', frameCode(rows, used)],
    `summary = analysis.${name}(table).iloc[0]`,
    'assert summary["count"] == 5',
    'assert summary["mean"] == pytest.approx(6.0)',
    'assert summary["stddev"] == pytest.approx(3.1622776601683795)',
    'assert (summary["min"], summary["median"], summary["max"]) == (2, 6, 10)',
    'assert (summary["quartile_1"], summary["quartile_3"]) == (4, 8)',
  ];
  if (question.by === undefined)
    body.push(
      `bins = analysis.bins_of_${name}(table, bins=4)`,
      'assert bins["from"].tolist() == [2, 4, 6, 8]',
      'assert bins["count"].tolist() == [1, 1, 1, 2]',
    );
  return [testSource(`${name}_of_a_few_rows`, body)];
}
