import type { JoinQuestion } from '../../question.ts';
import type { LoadedDocument } from '../load-data/loaded-document.ts';
import { functionSource } from '../python/function-source.ts';
import { type Code, call, columnsIndex, values } from '../python/layout.ts';
import { pythonComment, pythonFStringText, pythonString } from '../python/python-literal.ts';
import type { QuestionCode, QuestionPart } from '../question-code.ts';
import { columnNamed, type TableColumn } from '../table-column.ts';
import { testSource } from '../tests/test-source.ts';
import { frameCode, groupCell, type TinyRow } from '../tests/tiny-frame.ts';

type Sides = NonNullable<QuestionPart['sides']>;
type Keys = { left: string; right: string }[];

function countFunction(name: string, keys: Keys, { left, right }: Sides): string {
  const leftKeys = columnsIndex(...keys.map((key) => key.left));
  const rightKeys = columnsIndex(...keys.map((key) => key.right));
  return functionSource({
    name,
    parameters: ['first: pd.DataFrame', 'second: pd.DataFrame'],
    returns: 'pd.DataFrame',
    says: 'Count the rows of each side that have a match on the other, and those that have none.',
    body: [
      ['first_keys = first', leftKeys, '.dropna()', call('.apply', 'tuple', 'axis=1')],
      ['second_keys = second', rightKeys, '.dropna()', call('.apply', 'tuple', 'axis=1')],
      'in_first = int(first_keys.isin(set(second_keys)).sum())',
      'in_second = int(second_keys.isin(set(first_keys)).sum())',
      'sides = [',
      `    (${pythonString(left.document.name)}, len(first), in_first, len(first) - in_first),`,
      `    (${pythonString(right.document.name)}, len(second), in_second, len(second) - in_second),`,
      ']',
      [
        'return ',
        call('pd.DataFrame', 'sides', ['columns=', values('document', 'rows', 'matched', 'unmatched')]),
      ],
    ],
  });
}

function keyColumns(loaded: LoadedDocument, names: string[]): TableColumn[] {
  return names.map((name) => columnNamed(loaded.columns, name));
}

function countTest(name: string, keys: Keys, { left, right }: Sides): string {
  const leftColumns = keyColumns(
    left,
    keys.map((key) => key.left),
  );
  const rightColumns = keyColumns(
    right,
    keys.map((key) => key.right),
  );
  const rowsOf = (columns: TableColumn[], groups: number[]): TinyRow[] =>
    groups.map((group) =>
      Object.fromEntries(columns.map((column) => [column.name, groupCell(column, group)])),
    );
  const body: Code[] = [
    ['first = ', frameCode(rowsOf(leftColumns, [0, 0, 1]), leftColumns)],
    ['second = ', frameCode(rowsOf(rightColumns, [0, 2]), rightColumns)],
    `result = analysis.${name}(first, second)`,
    'assert result["matched"].tolist() == [2, 1]',
    'assert result["unmatched"].tolist() == [1, 1]',
  ];
  return testSource(`${name}_of_a_few_rows`, body);
}

/** Writes the joined rows and how many matched on each side. */
export function joinCode(part: QuestionPart<JoinQuestion>): QuestionCode {
  const { question, name, rows, context, sides } = part;
  if (question.source.kind !== 'join' || !sides) throw new Error(`${question.slug} joins one document only`);
  const keys = question.source.on;
  const counter = context.names.take(`matches_of_${name}`);
  context.use('save_table');
  const title = pythonFStringText(question.title);
  const matchesTitle = `${pythonComment(question.title)}: matches`;
  return {
    functions: [countFunction(counter, keys, sides)],
    main: [
      `matches = ${counter}(${sides.left.variable}, ${sides.right.variable})`,
      [
        '',
        call('save_table', 'matches', pythonString(`${question.slug}-matches`), pythonString(matchesTitle)),
      ],
      ['', call('save_table', rows, pythonString(question.slug), pythonString(question.title))],
      'parts = [',
      '    f"{side.matched:,} of {side.rows:,} rows of {side.document} have a match"',
      '    for side in matches.itertuples()',
      ']',
      ['', call('answers.append', `f"${title}: {len(${rows}):,} rows; {', '.join(parts)}."`)],
    ],
    outputs: [`${question.slug}-matches.csv`, `${question.slug}.csv`],
    tests: [countTest(counter, keys, sides)],
    summary: question.title,
  };
}
