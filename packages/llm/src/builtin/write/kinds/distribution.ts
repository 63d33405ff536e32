import type { AggregateQuestion, DistributionQuestion } from '../../question.ts';
import { distributionChart } from '../chart/distribution-chart.ts';
import { functionSource } from '../python/function-source.ts';
import { type Code, call, dictionary } from '../python/layout.ts';
import { pythonFStringText, pythonString } from '../python/python-literal.ts';
import type { QuestionCode, QuestionPart } from '../question-code.ts';
import { columnNamed, isNumeric } from '../table-column.ts';
import { distributionTests } from '../tests/distribution-tests.ts';
import { aggregateCode } from './aggregate.ts';
import { leftOutNote } from './left-out.ts';

const defaultBins = 20;

/** The statistics, by the name of their column in the result. */
export const statistics = [
  'count',
  'mean',
  'stddev',
  'min',
  'quartile_1',
  'median',
  'quartile_3',
  'max',
] as const;

function summaryFunction({ question, name, columns }: QuestionPart<DistributionQuestion>): string {
  const values = `table[${pythonString(question.column)}]`;
  const says = `${question.title}: count, mean, standard deviation and quartiles.`;
  const head = { name, parameters: ['table: pd.DataFrame'], returns: 'pd.DataFrame', says };
  if (question.by === undefined) {
    const cells: [string, Code][] = [
      ['count', '[values.count()]'],
      ['mean', '[values.mean()]'],
      ['stddev', '[values.std()]'],
      ['min', '[values.min()]'],
      ['quartile_1', '[values.quantile(0.25)]'],
      ['median', '[values.median()]'],
      ['quartile_3', '[values.quantile(0.75)]'],
      ['max', '[values.max()]'],
    ];
    return functionSource({
      ...head,
      body: [`values = ${values}.astype(float)`, ['return ', call('pd.DataFrame', dictionary(cells))]],
    });
  }
  const by = pythonString(question.by);
  const observed = columnNamed(columns, question.by).isCategory ? ['observed=True'] : [];
  const grouped = [call('table.groupby', by, ...observed), `[${pythonString(question.column)}]`];
  return functionSource({
    ...head,
    body: [
      ['groups = ', grouped],
      [
        'result = ',
        call(
          'groups.agg',
          'count="count"',
          'mean="mean"',
          'stddev="std"',
          'min="min"',
          'quartile_1=lambda values: values.quantile(0.25)',
          'median="median"',
          'quartile_3=lambda values: values.quantile(0.75)',
          'max="max"',
        ),
      ],
      'return result.reset_index()',
    ],
  });
}

function binsFunction({ question, name }: QuestionPart<DistributionQuestion>): string {
  return functionSource({
    name: `bins_of_${name}`,
    parameters: ['table: pd.DataFrame', `bins: int = ${question.bins ?? defaultBins}`],
    returns: 'pd.DataFrame',
    says: 'Count the values in bins of equal width; each holds its lower edge, the last its upper one too.',
    body: [
      `known = table[${pythonString(question.column)}].dropna().astype(float)`,
      'counts, edges = np.histogram(known, bins=bins)',
      [
        'return ',
        call(
          'pd.DataFrame',
          dictionary([
            ['from', 'edges[:-1]'],
            ['to', 'edges[1:]'],
            ['count', 'counts'],
          ]),
        ),
      ],
    ],
  });
}

function sayFunction({ question, name }: QuestionPart<DistributionQuestion>): string {
  const column = pythonFStringText(question.column);
  const prefix = question.by === undefined ? column : `{row[${pythonString(question.by)}]}`;
  const opening = question.by === undefined ? '' : `${pythonFStringText(question.title)}. `;
  return functionSource({
    name: `say_${name}`,
    parameters: ['result: pd.DataFrame'],
    returns: 'str',
    says: 'Put the centre and the spread into a sentence.',
    body: [
      'parts = []',
      'for row in result.head(10).to_dict("records"):',
      '    mean, median = in_words(row["mean"]), in_words(row["median"])',
      "    middle = f\"{in_words(row['quartile_1'])} to {in_words(row['quartile_3'])}\"",
      "    ends = f\"{in_words(row['min'])} to {in_words(row['max'])}\"",
      ...(question.by === undefined ? [] : [`    name = row[${pythonString(question.by)}]`]),
      [
        '    ',
        call(
          'parts.append',
          `f"${question.by === undefined ? prefix : '{name}'}: mean {mean}, median {median}, the middle half {middle}, all {ends}"`,
        ),
      ],
      `return ${opening === '' ? '' : `${pythonString(opening.replaceAll('{{', '{').replaceAll('}}', '}'))} + `}"; ".join(parts) + "."`,
    ],
  });
}

/** Values of a column that is no number are counted: an aggregate. */
function valueCounts(part: QuestionPart<DistributionQuestion>): QuestionCode {
  const { by, column, bins: _bins, chart, ...base } = part.question;
  const question: AggregateQuestion = {
    ...base,
    kind: 'aggregate',
    measures: [{ aggregate: 'count', column: null }],
    by: [...(by === undefined ? [] : [{ column: by }]), { column }],
    order: { by: 'measure', measure: 0, direction: 'descending' },
    withShare: true,
    ...(chart && chart !== 'histogram' && chart !== 'box' ? { chart } : {}),
  };
  return aggregateCode({ ...part, question });
}

/** The spread of a column: summary and bins of numbers, counts of everything else. */
export function distributionCode(part: QuestionPart<DistributionQuestion>): QuestionCode {
  const { question, name, rows, context } = part;
  const column = columnNamed(part.columns, question.column);
  if (!isNumeric(column)) return valueCounts(part);
  const isBinned = question.by === undefined;
  context.use('save_table', 'in_words');
  if (isBinned) context.importing('import numpy as np');
  const noted = [column, ...(question.by === undefined ? [] : [columnNamed(part.columns, question.by)])];
  const binsTitle = `${question.title}: bins`;
  const bins: Code[] = [
    `bins = bins_of_${name}(${rows})`,
    ['', call('save_table', 'bins', pythonString(`${question.slug}-bins`), pythonString(binsTitle))],
  ];
  return {
    functions: [
      summaryFunction(part),
      ...(isBinned ? [binsFunction(part)] : []),
      distributionChart(part),
      sayFunction(part),
    ],
    main: [
      `result = ${name}(${rows})`,
      ['', call('save_table', 'result', pythonString(question.slug), pythonString(question.title))],
      ...(isBinned ? bins : []),
      `draw_${name}(${isBinned && question.chart !== 'box' ? 'bins' : rows})`,
      ['', call('answers.append', [`say_${name}(result)`, leftOutNote(rows, noted, context)])],
    ],
    outputs: [
      `${question.slug}.csv`,
      ...(isBinned ? [`${question.slug}-bins.csv`] : []),
      `${question.slug}.png`,
    ],
    tests: distributionTests(part),
    summary: question.title,
  };
}
