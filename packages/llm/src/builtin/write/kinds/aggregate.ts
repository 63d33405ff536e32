import type { AggregateQuestion } from '../../question.ts';
import { groupChart } from '../chart/group-chart.ts';
import type { KeyCode } from '../group-keys.ts';
import { groupedMeasure, type NamedMeasure, needsKnownSum, totalMeasure } from '../measure.ts';
import { functionSource } from '../python/function-source.ts';
import { type Code, call, dictionary, list, values } from '../python/layout.ts';
import { pythonFStringText, pythonLiteral, pythonString } from '../python/python-literal.ts';
import type { QuestionCode, QuestionPart } from '../question-code.ts';
import { aggregateTests } from '../tests/aggregate-tests.ts';
import { type AggregateShape, aggregateShape, thresholdName } from './aggregate-shape.ts';
import { leftOutNote } from './left-out.ts';

const operators = { lt: '<', le: '<=', gt: '>', ge: '>=', eq: '==' } as const;

function groupedBody(part: QuestionPart<AggregateQuestion>, shape: AggregateShape): Code[] {
  const { question } = part;
  const { keys, measures } = shape;
  const assigned = keys.flatMap((key) => (key.assign ? [key.assign] : []));
  const body: Code[] = [];
  const table = assigned.length > 0 ? 'rows' : 'table';
  if (assigned.length > 0) body.push(['rows = ', call('table.assign', ...assigned)]);
  const by = keys.length === 1 ? pythonString(keys[0]?.name ?? '') : values(...keys.map((key) => key.name));
  const observed = keys.some((key) => key.column.isCategory && !key.assign) ? ['observed=True'] : [];
  body.push(['groups = ', call(`${table}.groupby`, by, 'as_index=False', 'sort=False', ...observed)]);
  const anyColumn = keys[0]?.name ?? '';
  body.push(['result = ', call('groups.agg', ...measures.map((each) => groupedMeasure(each, anyColumn)))]);
  if (question.withShare && measures[0]) {
    const column = `result["${measures[0].name}"]`;
    body.push(`result["share_percent"] = 100 * ${column} / ${column}.sum()`);
  }
  for (const condition of question.having ?? []) {
    const measure = measures[condition.measure]?.name ?? '';
    const threshold = thresholdName(measure, condition.operator);
    body.push(`result = result[result["${measure}"] ${operators[condition.operator]} ${threshold}]`);
  }
  body.push(sortCode(shape));
  if (question.limit !== undefined) body.push('result = result.head(limit)');
  body.push(...keys.flatMap((key) => key.after));
  return body;
}

function sortCode({ order }: AggregateShape): Code {
  const names = order.map((each) => each.column);
  const by = names.length === 1 ? pythonString(names[0] ?? '') : values(...names);
  const direction = order[0]?.isAscending ? [] : ['ascending=False'];
  return ['result = ', call('result.sort_values', by, ...direction, 'kind="stable"', 'ignore_index=True')];
}

function computeFunction(part: QuestionPart<AggregateQuestion>, shape: AggregateShape): string {
  const { question, name } = part;
  if (shape.keys.length === 0) {
    const cells = shape.measures.map((each): [string, Code] => [
      each.name,
      ['[', totalMeasure(each, 'table'), ']'],
    ]);
    const body: Code[] = [['return ', call('pd.DataFrame', dictionary(cells))]];
    return functionSource({
      name,
      parameters: ['table: pd.DataFrame'],
      returns: 'pd.DataFrame',
      says: `${question.title}.`,
      body,
    });
  }
  const limit = question.limit === undefined ? [] : [`limit: int = ${question.limit}`];
  const thresholds = (question.having ?? []).map(({ measure, operator, value }) => {
    const parameter = thresholdName(shape.measures[measure]?.name ?? '', operator);
    return `${parameter}: float = ${pythonLiteral(value)}`;
  });
  return functionSource({
    name,
    parameters: ['table: pd.DataFrame', ...thresholds, ...limit],
    returns: 'pd.DataFrame',
    says: `${question.title}.`,
    body: [...groupedBody(part, shape), 'return result'],
  });
}

/** `f"{in_words(row['a'])}, {in_words(row['b'])}"` for the labels of a group. */
function groupWords(keys: readonly KeyCode[], row: string): string {
  const cells = keys.map((key) => {
    const isPlain = !key.assign && key.isNatural && key.column.type === 'integer';
    const cell = `${row}[${pythonString(key.label)}]`;
    return isPlain || key.assign ? `str(${cell})` : `in_words(${cell})`;
  });
  return cells.length === 1 ? (cells[0] ?? '') : `", ".join([${cells.join(', ')}])`;
}

function sayTotals(measures: readonly NamedMeasure[]): Code[] {
  const sentences = measures.map((each, index) => {
    const words = index === 0 ? `The ${each.words}` : `the ${each.words}`;
    return `f"${pythonFStringText(words)} is {in_words(total['${each.name}'])}"`;
  });
  return ['total = result.iloc[0]', ['parts = ', list(...sentences)], 'return ", ".join(parts) + "."'];
}

function sayGroups(part: QuestionPart<AggregateQuestion>, shape: AggregateShape): Code[] {
  const { question } = part;
  const { keys } = shape;
  const ordering = question.order?.by === 'measure' ? shape.measures[question.order.measure ?? 0] : undefined;
  const measure = ordering?.isNumber ? ordering : shape.measures.find((each) => each.isNumber);
  if (!measure) return [`return f"${pythonFStringText(question.title)}: {len(result):,} groups."`];
  // “The highest lowest price” would say nothing to anyone.
  const isExtreme = measure.measure.aggregate === 'min' || measure.measure.aggregate === 'max';
  const subject = keys.length === 1 ? (keys[0]?.plural ?? 'groups') : 'groups';
  const title = pythonFStringText(question.title);
  const share = question.withShare ? `, {in_words(highest['share_percent'])}% of the total` : '';
  return [
    `known = result.dropna(subset=["${measure.name}"])`,
    'if known.empty:',
    `    return ${pythonString(`${question.title}: no rows to show.`)}`,
    `highest = known.loc[known["${measure.name}"].idxmax()]`,
    `lowest = known.loc[known["${measure.name}"].idxmin()]`,
    ['top = ', groupWords(keys, 'highest')],
    ['bottom = ', groupWords(keys, 'lowest')],
    'return (',
    ...(isExtreme
      ? [
          `    f"${title}: the ${pythonFStringText(measure.words)} runs from"`,
          `    f" {in_words(lowest['${measure.name}'])} ({bottom}) to {in_words(highest['${measure.name}'])} ({top}),"`,
        ]
      : [
          `    f"${title}: the highest ${pythonFStringText(measure.words)} is {in_words(highest['${measure.name}'])}"`,
          `    f" ({top})${share}, the lowest {in_words(lowest['${measure.name}'])} ({bottom}),"`,
        ]),
    `    f" among {len(result):,} ${pythonFStringText(subject)}."`,
    ')',
  ];
}

function sayFunction(part: QuestionPart<AggregateQuestion>, shape: AggregateShape): string {
  return functionSource({
    name: `say_${part.name}`,
    parameters: ['result: pd.DataFrame'],
    returns: 'str',
    says: 'Put the result into a sentence.',
    body: shape.keys.length === 0 ? sayTotals(shape.measures) : sayGroups(part, shape),
  });
}

/** Measures by groups, or of all rows. */
export function aggregateCode(part: QuestionPart<AggregateQuestion>): QuestionCode {
  const { question, name, rows, context } = part;
  const shape = aggregateShape(part);
  context.use('in_words', 'save_table');
  for (const key of shape.keys) context.importing(...key.imports);
  if (shape.keys.length > 0 && shape.measures.some(needsKnownSum)) context.use('known_sum');
  // One group alone makes no picture.
  const isDrawn = shape.keys.length > 0 && (question.limit !== 1 || question.chart !== undefined);
  const chart = isDrawn ? groupChart(part, shape) : undefined;
  const noted = [...shape.keys.map((key) => key.column), ...measuredColumns(part)];
  const main: Code[] = [
    `result = ${name}(${rows})`,
    ['', call('save_table', 'result', pythonString(question.slug), pythonString(question.title))],
    ...(chart ? [`draw_${name}(result)`] : []),
    ['', call('answers.append', [`say_${name}(result)`, leftOutNote(rows, noted, context)])],
  ];
  return {
    functions: [computeFunction(part, shape), ...(chart ? [chart] : []), sayFunction(part, shape)],
    main,
    outputs: [`${question.slug}.csv`, ...(chart ? [`${question.slug}.png`] : [])],
    tests: aggregateTests(part, shape),
    summary: question.title,
  };
}

function measuredColumns({ question, columns }: QuestionPart<AggregateQuestion>) {
  const names = new Set(question.measures.map((measure) => measure.column));
  return columns.filter((column) => names.has(column.name));
}
