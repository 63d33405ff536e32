import type { DistributionQuestion } from '../../question.ts';
import { type Code, call, list } from '../python/layout.ts';
import { pythonString } from '../python/python-literal.ts';
import type { QuestionPart } from '../question-code.ts';
import { chartFunction } from './chart-frame.ts';

/** The most groups side by side. */
const mostBoxes = 12;

function boxes(part: QuestionPart<DistributionQuestion>): string {
  const { question, context, name } = part;
  const column = pythonString(question.column);
  const groups: Code[] =
    question.by === undefined
      ? [`samples = [table[${column}].dropna().astype(float)]`, `labels = [${column}]`]
      : [
          `known = table.dropna(subset=[${pythonString(question.by)}, ${column}])`,
          `largest = known[${pythonString(question.by)}].value_counts().head(${mostBoxes}).index`,
          [
            'samples = ',
            list(
              `known.loc[known[${pythonString(question.by)}] == group, ${column}].astype(float) for group in largest`,
            ),
          ],
          'labels = [str(group) for group in largest]',
        ];
  context.use('plain_numbers', 'label_positions', 'PALETTE');
  return chartFunction({
    context,
    name,
    slug: question.slug,
    title: question.title,
    kind: 'box chart',
    parameters: ['table: pd.DataFrame'],
    marks: [
      ...groups,
      [
        'drawn = ',
        call('axes.boxplot', 'samples', 'positions=range(len(labels))', 'patch_artist=True', 'widths=0.5'),
      ],
      'for box in drawn["boxes"]:',
      '    box.set_facecolor(PALETTE[4])',
      'plain_numbers(axes.yaxis)',
      'label_positions(axes, labels)',
    ],
    axisLabels: { y: question.column, ...(question.by === undefined ? {} : { x: question.by }) },
  });
}

/** A histogram of one column, or a box for each group. */
export function distributionChart(part: QuestionPart<DistributionQuestion>): string {
  const { question, context, name } = part;
  if (question.by !== undefined || question.chart === 'box') return boxes(part);
  context.use('plain_numbers', 'PALETTE');
  const widths = 'bins["to"] - bins["from"]';
  return chartFunction({
    context,
    name,
    slug: question.slug,
    title: question.title,
    kind: 'histogram',
    parameters: ['bins: pd.DataFrame'],
    marks: [
      `widths = ${widths}`,
      [
        '',
        call(
          'axes.bar',
          'bins["from"]',
          'bins["count"]',
          'widths',
          'align="edge"',
          'color=PALETTE[0]',
          'edgecolor="white"',
        ),
      ],
      'axes.grid(visible=False, axis="x")',
      'plain_numbers(axes.xaxis)',
      'plain_numbers(axes.yaxis)',
    ],
    axisLabels: { x: question.column, y: 'Number of rows' },
  });
}
