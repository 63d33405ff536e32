import type { RankQuestion } from '../../question.ts';
import { chartFunction, mostMarks } from '../chart/chart-frame.ts';
import { functionSource } from '../python/function-source.ts';
import { type Code, call, columnsIndex } from '../python/layout.ts';
import { pythonFStringText, pythonString } from '../python/python-literal.ts';
import type { QuestionCode, QuestionPart } from '../question-code.ts';
import { columnNamed, isDate, isNumeric, type TableColumn } from '../table-column.ts';
import { rankTests } from '../tests/rank-tests.ts';
import type { BucketCode } from '../time-bucket.ts';
import { leftOutNote } from './left-out.ts';
import { listBucket } from './list-bucket.ts';

/** The columns shown: those asked for, with the ranked one and the list's own among them. */
export function shownColumns({ question, columns }: QuestionPart<RankQuestion>): string[] {
  if (!question.columns) return columns.map((column) => column.name);
  const wanted = [question.per, ...question.columns, question.column];
  return [...new Set(wanted.filter((name): name is string => name !== undefined))];
}

/** One list per year, month and so on: the period stands first in the result. */
function periodBody(part: QuestionPart<RankQuestion>, bucket: BucketCode): Code[] {
  const { question } = part;
  const direction = question.direction === 'highest' ? ['ascending=False'] : [];
  const key = pythonString(bucket.name);
  const known = `[${pythonString(question.per ?? '')}, ${pythonString(question.column)}]`;
  const names = [bucket.name, ...shownColumns(part)];
  const inResult = `result[${key}]`;
  return [
    ['rows = ', call('table.dropna', `subset=${known}`)],
    ['rows = ', call('rows.assign', [`${bucket.name}=`, bucket.key])],
    ['ordered = ', call('rows.sort_values', pythonString(question.column), ...direction, 'kind="stable"')],
    ['result = ', call('ordered.groupby', key, 'sort=False'), '.head(limit)'],
    ['result = ', call('result.sort_values', key, 'kind="stable"', 'ignore_index=True')],
    ...(bucket.label ? [[`${inResult} = `, bucket.label(inResult)] as Code] : []),
    ['return result', columnsIndex(...names)],
  ];
}

function computeFunction(part: QuestionPart<RankQuestion>): string {
  const { question } = part;
  const column = pythonString(question.column);
  const { per } = question;
  const bucket = listBucket(part);
  if (bucket)
    return functionSource({
      name: part.name,
      parameters: ['table: pd.DataFrame', `limit: int = ${question.limit}`],
      returns: 'pd.DataFrame',
      says: `${question.title}; equal values stay in the file's order.`,
      body: periodBody(part, bucket),
    });
  const known = per === undefined ? [column] : [pythonString(per), column];
  const direction = question.direction === 'highest' ? ['ascending=False'] : [];
  const observed = per !== undefined && columnNamed(part.columns, per).isCategory ? ['observed=True'] : [];
  const take: Code[] =
    per === undefined
      ? ['result = ordered.head(limit)']
      : [
          [
            'result = ',
            call('ordered.groupby', pythonString(per), 'sort=False', ...observed),
            '.head(limit)',
          ],
          [`result = result.sort_values(${pythonString(per)}, kind="stable")`],
        ];
  const isEvery = shownColumns(part).length === part.columns.length;
  const chosen: Code = isEvery ? 'result' : ['result', columnsIndex(...shownColumns(part))];
  return functionSource({
    name: part.name,
    parameters: ['table: pd.DataFrame', `limit: int = ${question.limit}`],
    returns: 'pd.DataFrame',
    says: `${question.title}; equal values stay in the file's order.`,
    body: [
      ['rows = ', call('table.dropna', ['subset=[', known.join(', '), ']'])],
      ['ordered = ', call('rows.sort_values', column, ...direction, 'kind="stable"')],
      ...take,
      ['return ', chosen, '.reset_index(drop=True)'],
    ],
  });
}

/** The column that names a row to a person: text with the most different values, else a date. */
function namingColumn(part: QuestionPart<RankQuestion>): TableColumn | undefined {
  const { question } = part;
  const shown = shownColumns(part)
    .filter((name) => name !== question.column && (name !== question.per || question.perBucket))
    .map((name) => columnNamed(part.columns, name));
  const texts = shown.filter((column) => column.type === 'text' && column.profile.distinctCount > 20);
  const best = texts.toSorted((a, b) => b.profile.distinctCount - a.profile.distinctCount)[0];
  return best ?? shown.find(isDate) ?? shown.find((column) => column.type === 'text');
}

function sayFunction(part: QuestionPart<RankQuestion>): string {
  const { question } = part;
  const naming = namingColumn(part);
  const bucket = listBucket(part);
  const title = pythonFStringText(question.title);
  const cell = (column: string): string => `row[${pythonString(column)}]`;
  const named = (column: string): string => {
    const isPlain = columnNamed(part.columns, column).type === 'integer';
    return isPlain ? `str(${cell(column)})` : `in_words(${cell(column)})`;
  };
  const pieces = [
    ...(bucket ? [`str(${cell(bucket.name)})`] : question.per === undefined ? [] : [named(question.per)]),
    ...(naming ? [named(naming.name)] : []),
  ];
  const label = pieces.length > 1 ? `": ".join([${pieces.join(', ')}])` : (pieces[0] ?? '"row"');
  return functionSource({
    name: `say_${part.name}`,
    parameters: ['result: pd.DataFrame'],
    returns: 'str',
    says: 'Put the first rows of the list into a sentence.',
    body: [
      'if result.empty:',
      `    return ${pythonString(`${question.title}: no rows to show.`)}`,
      ['parts = []'],
      'for row in result.head(10).to_dict("records"):',
      `    label = ${label}`,
      `    value = in_words(${cell(question.column)})`,
      '    parts.append(f"{label} ({value})")',
      `more = ", ..." if len(result) > len(parts) else ""`,
      `return f"${title}: {', '.join(parts)}{more}."`,
    ],
  });
}

function chart(part: QuestionPart<RankQuestion>): string | undefined {
  const { question, context } = part;
  const ranked = columnNamed(part.columns, question.column);
  if (!isNumeric(ranked) || (question.chart === undefined && question.per !== undefined)) return undefined;
  const naming = namingColumn(part);
  context.use('PALETTE', 'plain_numbers');
  if (naming) context.importing('import textwrap');
  const name = naming ? `shown[${pythonString(naming.name)}]` : 'shown.index + 1';
  const text = naming && isDate(naming) ? `${name}.map(in_words)` : naming ? `${name}.astype(str)` : '';
  return chartFunction({
    context,
    name: part.name,
    slug: question.slug,
    title: question.title,
    kind: 'bar chart',
    marks: [
      `shown = result.head(${mostMarks})`,
      naming
        ? `labels = [textwrap.shorten(label, 42, placeholder="…") for label in ${text}]`
        : 'labels = [str(place) for place in shown.index + 1]',
      'figure.set_figheight(max(2.5, 1.4 + 0.27 * len(shown)))',
      [
        '',
        call('axes.barh', 'range(len(shown))', `shown[${pythonString(question.column)}]`, 'color=PALETTE[0]'),
      ],
      'axes.set_yticks(range(len(shown)), labels)',
      'axes.invert_yaxis()',
      'axes.grid(visible=False, axis="y")',
      'plain_numbers(axes.xaxis)',
    ],
    axisLabels: { x: question.column, ...(naming ? { y: naming.name } : {}) },
  });
}

/** The rows with the highest or lowest values, of all or one list per value of a column. */
export function rankCode(part: QuestionPart<RankQuestion>): QuestionCode {
  const { question, name, rows, context } = part;
  context.use('in_words', 'save_table');
  const drawing = chart(part);
  const noted = [question.per, question.column]
    .filter((column): column is string => column !== undefined)
    .map((column) => columnNamed(part.columns, column));
  return {
    functions: [computeFunction(part), ...(drawing ? [drawing] : []), sayFunction(part)],
    main: [
      `result = ${name}(${rows})`,
      ['', call('save_table', 'result', pythonString(question.slug), pythonString(question.title))],
      ...(drawing ? [`draw_${name}(result)`] : []),
      ['', call('answers.append', [`say_${name}(result)`, leftOutNote(rows, noted, context)])],
    ],
    outputs: [`${question.slug}.csv`, ...(drawing ? [`${question.slug}.png`] : [])],
    tests: rankTests(part),
    summary: question.title,
  };
}
