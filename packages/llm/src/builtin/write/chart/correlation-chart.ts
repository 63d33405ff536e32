import type { CorrelationQuestion } from '../../question.ts';
import { call, columnsIndex } from '../python/layout.ts';
import { pythonString } from '../python/python-literal.ts';
import type { QuestionPart } from '../question-code.ts';
import { chartFunction } from './chart-frame.ts';

/** The most points in a scatter chart; of more, a sample that is the same in each run. */
const mostPoints = 5_000;

function scatter(part: QuestionPart<CorrelationQuestion>): string {
  const { question, context, name } = part;
  const [x = '', y = ''] = question.columns;
  context.use('PALETTE', 'plain_numbers');
  return chartFunction({
    context,
    name,
    slug: question.slug,
    title: question.title,
    kind: 'scatter chart',
    parameters: ['table: pd.DataFrame'],
    marks: [
      ['both = table', columnsIndex(x, y), '.dropna().astype(float)'],
      `points = both.sample(min(len(both), ${mostPoints}), random_state=0)`,
      [
        '',
        call(
          'axes.scatter',
          `points[${pythonString(x)}]`,
          `points[${pythonString(y)}]`,
          's=14',
          'alpha=0.5',
          'color=PALETTE[0]',
        ),
      ],
      'plain_numbers(axes.xaxis)',
      'plain_numbers(axes.yaxis)',
    ],
    axisLabels: { x, y },
  });
}

function heatmap(part: QuestionPart<CorrelationQuestion>): string {
  const { question, context, name } = part;
  return chartFunction({
    context,
    name,
    slug: question.slug,
    title: question.title,
    kind: 'heatmap',
    parameters: ['matrix: pd.DataFrame'],
    marks: [
      'figure.set_size_inches(8, 7)',
      'image = axes.imshow(matrix, cmap="RdBu_r", vmin=-1, vmax=1)',
      'figure.colorbar(image, label="Correlation")',
      'axes.set_xticks(range(len(matrix)), matrix.columns, rotation=35, ha="right")',
      'axes.set_yticks(range(len(matrix)), matrix.index)',
      'axes.grid(visible=False)',
      'for row in range(len(matrix)):',
      '    for column in range(len(matrix)):',
      '        value = matrix.iloc[row, column]',
      '        colour = "white" if abs(value) > 0.6 else "#3D434B"',
      '        axes.text(column, row, f"{value:.2f}", ha="center", va="center", color=colour)',
    ],
    axisLabels: {},
  });
}

/** Two columns as points, more as a heatmap of their correlations. */
export function correlationChart(part: QuestionPart<CorrelationQuestion>): string {
  return part.question.columns.length > 2 ? heatmap(part) : scatter(part);
}
