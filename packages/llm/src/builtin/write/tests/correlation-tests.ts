import type { CorrelationQuestion } from '../../question.ts';
import type { Code } from '../python/layout.ts';
import { pythonLiteral, pythonString } from '../python/python-literal.ts';
import type { QuestionPart } from '../question-code.ts';
import { testSource } from './test-source.ts';
import { frameCode, type TinyRow } from './tiny-frame.ts';

const firstValues = [1, 2, 3, 4, 10];
const otherValues = [2, 1, 4, 3, 30];

function ranks(numbers: readonly number[]): number[] {
  const sorted = numbers.toSorted((a, b) => a - b);
  return numbers.map((value) => sorted.indexOf(value) + 1);
}

/** Pearson's correlation by its definition. */
export function pearson(a: readonly number[], b: readonly number[]): number {
  const mean = (numbers: readonly number[]): number =>
    numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let product = 0;
  let squaresA = 0;
  let squaresB = 0;
  a.forEach((value, index) => {
    const [x, y] = [value - meanA, (b[index] ?? 0) - meanB];
    product += x * y;
    squaresA += x * x;
    squaresB += y * y;
  });
  return product / Math.sqrt(squaresA * squaresB);
}

/** Five rows with both values, one without: the first pair's correlation by its definition. */
export function correlationTests(part: QuestionPart<CorrelationQuestion>): string[] {
  const { question, columns, name } = part;
  const used = columns.filter((column) => question.columns.includes(column.name));
  const [first = '', second = ''] = question.columns;
  const cell = (column: string, row: number): number =>
    (column === second ? otherValues : firstValues)[row] ?? 0;
  const rows = firstValues.map(
    (_, row): TinyRow => Object.fromEntries(used.map((column) => [column.name, cell(column.name, row)])),
  );
  const gap: TinyRow = { ...rows[0], [second]: null };
  const isSpearman = question.method === 'spearman';
  const expected = isSpearman
    ? pearson(ranks(firstValues), ranks(otherValues))
    : pearson(firstValues, otherValues);
  const body: Code[] = [
    ['table = ', frameCode([...rows, gap], used)],
    `pair = analysis.${name}(table).iloc[0]`,
    `assert (pair["first"], pair["second"]) == (${pythonString(first)}, ${pythonString(second)})`,
    `assert pair["correlation"] == pytest.approx(${pythonLiteral(expected)})`,
    `assert pair["rows"] == ${rows.length}`,
  ];
  return [testSource(`${name}_of_a_few_rows`, body)];
}
