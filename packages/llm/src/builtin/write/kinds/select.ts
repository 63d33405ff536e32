import type { SelectQuestion } from '../../question.ts';
import { functionSource } from '../python/function-source.ts';
import { type Code, call, columnsIndex, values } from '../python/layout.ts';
import { pythonFStringText, pythonString } from '../python/python-literal.ts';
import type { QuestionCode, QuestionPart } from '../question-code.ts';
import { selectTests } from '../tests/select-tests.ts';

/** The columns shown: those asked for, else every one. */
function shownColumns({ question, columns }: QuestionPart<SelectQuestion>): string[] {
  return question.columns ?? columns.map((column) => column.name);
}

function computeFunction(part: QuestionPart<SelectQuestion>): string {
  const { question } = part;
  const sort = question.sort ?? [];
  const body: Code[] = [];
  let table = 'table';
  if (sort.length > 0) {
    const names = sort.map((order) => order.column);
    const by = names.length === 1 ? pythonString(names[0] ?? '') : values(...names);
    const directions = sort.map((order) => order.direction === 'ascending');
    const direction = directions.length === 1 ? directions[0] : undefined;
    const ascending: Code[] = directions.every(Boolean)
      ? []
      : [direction === undefined ? ['ascending=', values(...directions)] : 'ascending=False'];
    body.push(['ordered = ', call('table.sort_values', by, ...ascending, 'kind="stable"')]);
    table = 'ordered';
  }
  const taken = question.limit === undefined ? table : `${table}.head(limit)`;
  const isEvery = shownColumns(part).length === part.columns.length;
  const chosen: Code = isEvery ? taken : [taken, columnsIndex(...shownColumns(part))];
  return functionSource({
    name: part.name,
    parameters: [
      'table: pd.DataFrame',
      ...(question.limit === undefined ? [] : [`limit: int = ${question.limit}`]),
    ],
    returns: 'pd.DataFrame',
    says: `${question.title}.`,
    body: [...body, ['return ', chosen, '.reset_index(drop=True)']],
  });
}

/** The rows that pass the filters, as a table. */
export function selectCode(part: QuestionPart<SelectQuestion>): QuestionCode {
  const { question, name, rows, context } = part;
  context.use('save_table');
  const title = pythonFStringText(question.title);
  return {
    functions: [computeFunction(part)],
    main: [
      `result = ${name}(${rows})`,
      ['', call('save_table', 'result', pythonString(question.slug), pythonString(question.title))],
      ['', call('answers.append', `f"${title}: {len(result):,} rows, in output/${question.slug}.csv."`)],
    ],
    outputs: [`${question.slug}.csv`],
    tests: selectTests(part),
    summary: question.title,
  };
}
