import type { TimeBucket, TrendQuestion } from '../../question.ts';
import { trendChart } from '../chart/trend-chart.ts';
import { groupedMeasure, type NamedMeasure, nameMeasures, needsKnownSum } from '../measure.ts';
import { functionSource } from '../python/function-source.ts';
import { freeColumnName } from '../python/identifier.ts';
import { type Code, call, values } from '../python/layout.ts';
import { pythonFStringText, pythonString } from '../python/python-literal.ts';
import type { QuestionCode, QuestionPart } from '../question-code.ts';
import { columnNamed, isDate } from '../table-column.ts';
import { trendTests } from '../tests/trend-tests.ts';
import { type BucketCode, bucketCode, bucketNames } from '../time-bucket.ts';
import { leftOutNote } from './left-out.ts';

/** What is decided about a trend before its code is written. */
export interface TrendShape {
  bucket: BucketCode;
  /** The name of the bucket's column in the result. */
  time: string;
  isAssigned: boolean;
  measures: NamedMeasure[];
  rolling: string[];
  changes: string[];
}

export function trendShape({ question, columns }: QuestionPart<TrendQuestion>): TrendShape {
  const taken = new Set(columns.map((column) => column.name));
  const column = columnNamed(columns, question.dateColumn);
  const bucket = bucketCode(question.bucket, column);
  const isAssigned = isDate(column) || bucket.name !== column.name;
  const isSame = bucket.name === column.name;
  const time = isAssigned && !isSame ? freeColumnName(bucket.name, taken) : bucket.name;
  const measures = nameMeasures(question.measures, columns, taken);
  const rolling = question.rollingWindow
    ? measures.map((each) => freeColumnName(`rolling_${question.rollingWindow}_${each.name}`, taken))
    : [];
  const changes = question.withChange
    ? measures.map((each) => freeColumnName(`change_percent_${each.name}`, taken))
    : [];
  return { bucket, time, isAssigned, measures, rolling, changes };
}

/** A column computed along time: within each series where there are several. */
function alongTime(series: string | undefined, measure: string, method: string): Code {
  if (series === undefined) return `result["${measure}"]${method}`;
  return [`by_series["${measure}"]`, call('.transform', `lambda values: values${method}`)];
}

function computeFunction(part: QuestionPart<TrendQuestion>, shape: TrendShape): string {
  const { question } = part;
  const { time, bucket, measures } = shape;
  const keys = question.series === undefined ? [time] : [question.series, time];
  const by = keys.length === 1 ? pythonString(time) : values(...keys);
  const isCategory = question.series !== undefined && columnNamed(part.columns, question.series).isCategory;
  const body: Code[] = [];
  if (shape.isAssigned) body.push(['rows = ', call('table.assign', [`${time}=`, bucket.key])]);
  const observed = isCategory ? ['observed=True'] : [];
  const table = shape.isAssigned ? 'rows' : 'table';
  body.push(['groups = ', call(`${table}.groupby`, by, 'as_index=False', ...observed)]);
  body.push(['result = ', call('groups.agg', ...measures.map((each) => groupedMeasure(each, time)))]);
  if (question.series !== undefined && shape.rolling.length + shape.changes.length > 0)
    body.push([
      'by_series = ',
      call('result.groupby', pythonString(question.series), 'sort=False', ...observed),
    ]);
  shape.rolling.forEach((name, index) => {
    const method = `.rolling(${question.rollingWindow}).mean()`;
    body.push([`result["${name}"] = `, alongTime(question.series, measures[index]?.name ?? '', method)]);
  });
  shape.changes.forEach((name, index) => {
    const method = '.pct_change(fill_method=None)';
    const change = alongTime(question.series, measures[index]?.name ?? '', method);
    body.push(['change = ', change], `result["${name}"] = 100 * change`);
  });
  const inResult = `result[${pythonString(time)}]`;
  if (bucket.label) body.push([`${inResult} = `, bucket.label(inResult)]);
  if (bucket.naming) {
    const place = `result.columns.get_loc(${pythonString(time)}) + 1`;
    body.push(['', call('result.insert', place, `"${bucket.naming.name}"`, bucket.naming.code(inResult))]);
  }
  return functionSource({
    name: part.name,
    parameters: ['table: pd.DataFrame'],
    returns: 'pd.DataFrame',
    says: `${question.title}.`,
    body: [...body, 'return result'],
  });
}

const frequencies: Partial<Record<TimeBucket, string>> = {
  quarter: 'Q',
  month: 'M',
  week: 'W-SUN',
  day: 'D',
  hour: 'h',
};

/** Where each bucket lies in time, in buckets: gaps count. */
function positions(shape: TrendShape, bucket: TimeBucket, table: string): Code {
  const labels = `${table}[${pythonString(shape.time)}]`;
  const frequency = frequencies[bucket];
  if (shape.bucket.isPeriod && frequency)
    return [call('pd.PeriodIndex', labels, `freq="${frequency}"`), call('.astype', '"int64"')];
  return bucket === 'decade' ? `${labels} // 10` : labels;
}

function measureSentence(shape: TrendShape, measure: NamedMeasure, question: TrendQuestion): Code[] {
  const step = bucketNames[question.bucket];
  const time = pythonString(shape.time);
  const name = question.series === undefined ? '' : '{series}: ';
  return [
    `known = ${question.series === undefined ? 'result' : 'part'}.dropna(subset=["${measure.name}"])`,
    ['positions = ', positions(shape, question.bucket, 'known')],
    ['course = ', call('direction', `known[${time}]`, 'positions', `known["${measure.name}"]`, `"${step}"`)],
    `parts.append(f"${name}${pythonFStringText(measure.words)} {course}")`,
  ];
}

function indented(codes: readonly Code[]): Code[] {
  return codes.map((code) => ['    ', code]);
}

function sayFunction(part: QuestionPart<TrendQuestion>, shape: TrendShape): string {
  const { question } = part;
  const title = pythonFStringText(question.title);
  const sentences = shape.measures
    .filter(({ isNumber }) => isNumber)
    .flatMap((measure) => measureSentence(shape, measure, question));
  const steps: Code[] =
    question.series === undefined
      ? sentences
      : [
          `for series, part in result.groupby(${pythonString(question.series)}, sort=False, observed=True):`,
          ...indented(sentences),
        ];
  return functionSource({
    name: `say_${part.name}`,
    parameters: ['result: pd.DataFrame'],
    returns: 'str',
    says: 'Say from where to where the values went, and their direction.',
    body: ['parts = []', ...steps, `return f"${title}: {'; '.join(parts)}."`],
  });
}

/** Measures along time, for all rows or one series per value of a column. */
export function trendCode(part: QuestionPart<TrendQuestion>): QuestionCode {
  const { question, name, rows, context } = part;
  const shape = trendShape(part);
  context.use('in_words', 'save_table', 'direction');
  context.importing(...shape.bucket.needs);
  if (shape.measures.some(needsKnownSum)) context.use('known_sum');
  const noted = [question.dateColumn, question.series, ...question.measures.map((each) => each.column)]
    .filter((column): column is string => typeof column === 'string')
    .map((column) => columnNamed(part.columns, column));
  return {
    functions: [computeFunction(part, shape), trendChart(part, shape), sayFunction(part, shape)],
    main: [
      `result = ${name}(${rows})`,
      ['', call('save_table', 'result', pythonString(question.slug), pythonString(question.title))],
      `draw_${name}(result)`,
      ['', call('answers.append', [`say_${name}(result)`, leftOutNote(rows, noted, context)])],
    ],
    outputs: [`${question.slug}.csv`, `${question.slug}.png`],
    tests: trendTests(part, shape),
    summary: question.title,
  };
}
