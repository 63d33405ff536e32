import type { TrendQuestion } from '../../question.ts';
import type { TrendShape } from '../kinds/trend.ts';
import { type Code, call } from '../python/layout.ts';
import { pythonString } from '../python/python-literal.ts';
import type { QuestionPart } from '../question-code.ts';
import { capitalised, chartFunction } from './chart-frame.ts';

/** The most lines in one chart: as many as there are colours. */
const mostLines = 8;

function seriesMarks(question: TrendQuestion, measure: string, time: string, isYears: boolean): Code[] {
  const series = pythonString(question.series ?? '');
  const grid = call('result.pivot', `index=${time}`, `columns=${series}`, `values="${measure}"`);
  const mark = question.chart === 'bar' ? ['marker="o"', 'linewidth=0'] : ['linewidth=2'];
  return [
    ['grid = ', grid, '.astype(float)'],
    `largest = grid.mean().nlargest(${mostLines}).index`,
    'for place, series in enumerate(largest):',
    [
      '    ',
      call(
        'axes.plot',
        isYears ? 'grid.index' : 'range(len(grid))',
        'grid[series]',
        'color=PALETTE[place]',
        ...mark,
        'label=str(series)',
      ),
    ],
    call('axes.legend', `title=${series}`, 'loc="upper left"', 'bbox_to_anchor=(1, 1)'),
    ...(isYears ? [] : ['labels = grid.index.astype(str).tolist()']),
  ];
}

function singleMarks(question: TrendQuestion, shape: TrendShape, isYears: boolean): Code[] {
  const label = pythonString(shape.bucket.naming?.name ?? shape.time);
  const x = isYears ? `result[${pythonString(shape.time)}]` : 'range(len(result))';
  const marks: Code[] = isYears ? [] : [`labels = result[${label}].astype(str).tolist()`];
  const several = shape.measures.length > 1 || shape.rolling.length > 0;
  shape.measures.forEach((measure, index) => {
    const label = several ? [`label=${pythonString(capitalised(measure.words))}`] : [];
    const colour = `color=PALETTE[${index}]`;
    const y = `result["${measure.name}"]${measure.hasNulls ? '.astype(float)' : ''}`;
    const isBar = question.chart === 'bar' && shape.measures.length === 1;
    const width = shape.rolling.length > 0 ? ['linewidth=1', 'alpha=0.5'] : ['linewidth=2'];
    marks.push(
      isBar
        ? ['', call('axes.bar', x, y, colour, ...label)]
        : ['', call('axes.plot', x, y, colour, ...width, ...label)],
    );
    if (question.chart === 'area') marks.push(['', call('axes.fill_between', x, y, colour, 'alpha=0.25')]);
    const rolling = shape.rolling[index];
    if (rolling === undefined) return;
    const name = pythonString(`Moving average over ${question.rollingWindow}`);
    const rollingColour = `color=PALETTE[${shape.measures.length + index}]`;
    marks.push([
      '',
      call(
        'axes.plot',
        x,
        `result["${rolling}"]${measure.hasNulls ? '.astype(float)' : ''}`,
        rollingColour,
        'linewidth=2.5',
        `label=${name}`,
      ),
    ]);
  });
  return several ? [...marks, 'axes.legend()'] : marks;
}

/** The function that draws a trend: a line per measure, or per series. */
export function trendChart(part: QuestionPart<TrendQuestion>, shape: TrendShape): string {
  const { question, context } = part;
  const first = shape.measures[0];
  const isYears = (question.bucket === 'year' || question.bucket === 'decade') && question.chart !== 'bar';
  context.use('PALETTE', 'plain_numbers', isYears ? 'whole_steps' : 'label_positions');
  const marks =
    question.series === undefined
      ? singleMarks(question, shape, isYears)
      : seriesMarks(question, first?.name ?? '', pythonString(shape.time), isYears);
  const isSingle = shape.measures.length === 1 || question.series !== undefined;
  return chartFunction({
    context,
    name: part.name,
    slug: question.slug,
    title: question.title,
    kind: question.chart === 'bar' ? 'bar chart' : 'line chart',
    marks: [
      ...marks,
      'plain_numbers(axes.yaxis)',
      isYears ? 'whole_steps(axes.xaxis)' : 'label_positions(axes, labels)',
    ],
    axisLabels: { x: shape.time, ...(isSingle ? { y: capitalised(first?.words ?? '') } : {}) },
  });
}
