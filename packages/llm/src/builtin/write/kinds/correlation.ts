import type { CorrelationQuestion } from '../../question.ts';
import { correlationChart } from '../chart/correlation-chart.ts';
import { functionSource } from '../python/function-source.ts';
import { type Code, call, values } from '../python/layout.ts';
import { pythonFStringText, pythonString } from '../python/python-literal.ts';
import type { QuestionCode, QuestionPart } from '../question-code.ts';
import { correlationTests } from '../tests/correlation-tests.ts';

function computeFunction({ question, name }: QuestionPart<CorrelationQuestion>): string {
  const ranks = question.method === 'spearman' ? '.rank()' : '';
  return functionSource({
    name,
    parameters: ['table: pd.DataFrame'],
    returns: 'pd.DataFrame',
    says: `${question.title}: ${question.method} correlation of each pair, of the rows that have both values.`,
    body: [
      ['columns = ', values(...question.columns)],
      'pairs = []',
      'for first, second in combinations(columns, 2):',
      '    both = table[[first, second]].dropna().astype(float)',
      `    pairs.append((first, second, both${ranks}.corr().iloc[0, 1], len(both)))`,
      [
        'return ',
        call('pd.DataFrame', 'pairs', ['columns=', values('first', 'second', 'correlation', 'rows')]),
      ],
    ],
  });
}

function matrixFunction({ question, name }: QuestionPart<CorrelationQuestion>): string {
  return functionSource({
    name: `matrix_of_${name}`,
    parameters: ['pairs: pd.DataFrame'],
    returns: 'pd.DataFrame',
    says: 'Arrange the correlations of the pairs as a square.',
    body: [
      ['columns = ', values(...question.columns)],
      'matrix = pd.DataFrame(1.0, index=columns, columns=columns)',
      'for first, second, correlation, _ in pairs.itertuples(index=False):',
      '    matrix.loc[first, second] = matrix.loc[second, first] = correlation',
      'return matrix',
    ],
  });
}

function sayFunction({ question, name }: QuestionPart<CorrelationQuestion>): string {
  const title = pythonFStringText(question.title);
  const body: Code[] = [
    'known = result.dropna(subset=["correlation"])',
    'if known.empty:',
    `    return ${pythonString(`${question.title}: too few rows with both values.`)}`,
    'strongest = known.loc[known["correlation"].abs().idxmax()]',
    'value = strongest["correlation"]',
    'size = abs(value)',
    'strength = "strong" if size >= 0.7 else "moderate" if size >= 0.4 else "weak"',
    'direction = "positive" if value > 0 else "negative"',
    'return (',
    `    f"${title}: {value:.3f} between {strongest['first']} and {strongest['second']},"`,
    '    f" a {strength} {direction} correlation ({strongest[\'rows\']:,} rows with both values)."',
    ')',
  ];
  return functionSource({
    name: `say_${name}`,
    parameters: ['result: pd.DataFrame'],
    returns: 'str',
    says: 'Put the strongest correlation into a sentence.',
    body,
  });
}

/** Correlations of two or more columns, pair by pair. */
export function correlationCode(part: QuestionPart<CorrelationQuestion>): QuestionCode {
  const { question, name, rows, context } = part;
  const isMatrix = question.columns.length > 2;
  context.use('save_table');
  context.importing('from itertools import combinations');
  const matrix: Code[] = isMatrix
    ? [
        `matrix = matrix_of_${name}(result)`,
        `matrix.to_csv(OUTPUT_FOLDER / "${question.slug}-matrix.csv", index_label="column")`,
        `draw_${name}(matrix)`,
      ]
    : [`draw_${name}(${rows})`];
  return {
    functions: [
      computeFunction(part),
      ...(isMatrix ? [matrixFunction(part)] : []),
      correlationChart(part),
      sayFunction(part),
    ],
    main: [
      `result = ${name}(${rows})`,
      ['', call('save_table', 'result', pythonString(question.slug), pythonString(question.title))],
      ...matrix,
      `answers.append(say_${name}(result))`,
    ],
    outputs: [
      `${question.slug}.csv`,
      ...(isMatrix ? [`${question.slug}-matrix.csv`] : []),
      `${question.slug}.png`,
    ],
    tests: correlationTests(part),
    summary: question.title,
  };
}
