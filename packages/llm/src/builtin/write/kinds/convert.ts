import type { ConvertQuestion } from '../../question.ts';
import { functionSource } from '../python/function-source.ts';
import { type Code, call, columnsIndex } from '../python/layout.ts';
import { pythonFStringText, pythonString } from '../python/python-literal.ts';
import type { QuestionCode, QuestionPart } from '../question-code.ts';
import { testSource } from '../tests/test-source.ts';
import { frameCode, groupCell, type TinyRow } from '../tests/tiny-frame.ts';
import { writers } from '../write-formats.ts';

function computeFunction({ question, name }: QuestionPart<ConvertQuestion>): string {
  const kept: Code = question.columns ? ['table', columnsIndex(...question.columns)] : 'table';
  return functionSource({
    name,
    parameters: ['table: pd.DataFrame', 'path: Path'],
    returns: 'int',
    says: `${question.title}; give the number of rows that the file holds.`,
    body: [['return ', call(writers[question.to], kept, 'path')]],
  });
}

function test({ question, name, columns }: QuestionPart<ConvertQuestion>): string {
  const rows = [0, 1, 2].map(
    (group): TinyRow => Object.fromEntries(columns.map((column) => [column.name, groupCell(column, group)])),
  );
  const file = `tmp_path / "rows.${question.to}"`;
  const first = columns.find((column) => column.type === 'text' && isWritten(question, column.name));
  const body: Code[] = [
    ['table = ', frameCode(rows, columns)],
    `path = ${file}`,
    `assert analysis.${name}(table, path) == 3`,
  ];
  if (first && question.to !== 'xlsx') body.push('assert "beta" in path.read_text(encoding="utf-8")');
  return testSource(`${name}_of_a_few_rows`, body, 'tmp_path: Path');
}

function isWritten(question: ConvertQuestion, column: string): boolean {
  return question.columns === undefined || question.columns.includes(column);
}

/** Writes the rows in another format and checks their number. */
export function convertCode(part: QuestionPart<ConvertQuestion>): QuestionCode {
  const { question, name, rows, context } = part;
  const file = `${question.slug}.${question.to}`;
  context.use(writers[question.to]);
  const title = pythonFStringText(question.title);
  return {
    functions: [computeFunction(part)],
    main: [
      ['count = ', call(name, rows, `OUTPUT_FOLDER / ${pythonString(file)}`)],
      `if count != len(${rows}):`,
      [
        '    ',
        call('raise RuntimeError', `f"{count:,} of {len(${rows}):,} rows were read back from ${file}"`),
      ],
      ['', call('answers.append', `f"${title}: {count:,} rows written to output/${file}."`)],
    ],
    outputs: [file],
    tests: [test(part)],
    summary: question.title,
  };
}
