import type { AggregateQuestion, ChartKind, TimeBucket } from '../../question.ts';
import type { KeyCode } from '../group-keys.ts';
import type { AggregateShape } from '../kinds/aggregate-shape.ts';
import type { NamedMeasure } from '../measure.ts';
import { type Code, call } from '../python/layout.ts';
import { pythonString } from '../python/python-literal.ts';
import type { QuestionPart } from '../question-code.ts';
import { capitalised, chartFunction, mostMarks } from './chart-frame.ts';

const kindNames: Record<ChartKind, string> = {
  bar: 'bar chart',
  line: 'line chart',
  area: 'area chart',
  scatter: 'scatter chart',
  histogram: 'bar chart',
  box: 'bar chart',
  heatmap: 'heatmap',
  pie: 'pie chart',
};

/** Parts of the year, week or day: no positions in time. */
const foldedBuckets = new Set<TimeBucket>([
  'month-of-year',
  'quarter-of-year',
  'season',
  'weekday',
  'hour-of-day',
]);

function longestLabel(key: KeyCode): number {
  return Math.max(0, ...key.column.profile.topValues.map((top) => String(top.value).length));
}

/** The kind that fits where none was asked for: time in many steps as a line, everything else as bars. */
function fittingKind(question: AggregateQuestion, keys: readonly KeyCode[]): ChartKind {
  if (question.chart) return question.chart;
  const bucket = question.by[0]?.bucket;
  const isTime = bucket !== undefined && !foldedBuckets.has(bucket);
  return isTime && keys[0]?.isNatural ? 'line' : 'bar';
}

function isHorizontal(key: KeyCode): boolean {
  return !key.isNatural && (longestLabel(key) > 9 || key.column.profile.distinctCount > 8);
}

/** The values to draw; whole numbers with gaps need to become plain ones first. */
function plotted(table: string, measure: NamedMeasure): string {
  return `${table}["${measure.name}"]${measure.hasNulls ? '.astype(float)' : ''}`;
}

function labelsOf(key: KeyCode, table: string): Code {
  return `labels = ${table}[${pythonString(key.label)}].astype(str).tolist()`;
}

function barMarks(key: KeyCode, measure: NamedMeasure): Code[] {
  const shown: Code[] = [`shown = result.head(${mostMarks})`, labelsOf(key, 'shown')];
  const heights = plotted('shown', measure);
  if (isHorizontal(key))
    return [
      ...shown,
      `figure.set_figheight(max(2.5, 1.4 + 0.27 * len(shown)))`,
      `axes.barh(range(len(shown)), ${heights}, color=PALETTE[0])`,
      'axes.set_yticks(range(len(shown)), labels)',
      'axes.invert_yaxis()',
      'axes.grid(visible=False, axis="y")',
      'plain_numbers(axes.xaxis)',
    ];
  return [
    ...shown,
    `axes.bar(range(len(shown)), ${heights}, color=PALETTE[0])`,
    'axes.grid(visible=False, axis="x")',
    'plain_numbers(axes.yaxis)',
    'label_positions(axes, labels)',
  ];
}

function lineMarks(key: KeyCode, measure: NamedMeasure, kind: ChartKind, isYears: boolean): Code[] {
  const y = plotted('result', measure);
  const x = isYears ? `result[${pythonString(key.name)}]` : 'range(len(result))';
  const marks: Code[] = isYears ? [] : [labelsOf(key, 'result')];
  if (kind === 'scatter') marks.push(`axes.scatter(${x}, ${y}, color=PALETTE[0], s=22)`);
  else marks.push(['', call('axes.plot', x, y, 'color=PALETTE[0]', 'linewidth=2')]);
  if (kind === 'area') marks.push(['', call('axes.fill_between', x, y, 'color=PALETTE[0]', 'alpha=0.25')]);
  const axis = isYears ? 'whole_steps(axes.xaxis)' : 'label_positions(axes, labels)';
  return [...marks, 'plain_numbers(axes.yaxis)', axis];
}

function pieMarks(key: KeyCode, measure: NamedMeasure): Code[] {
  return [
    `largest = result.nlargest(7, "${measure.name}", keep="first")`,
    labelsOf(key, 'largest'),
    `sizes = ${plotted('largest', measure)}.tolist()`,
    'if len(result) > len(largest):',
    '    labels.append("All others")',
    `    sizes.append(result["${measure.name}"].sum() - sum(sizes))`,
    'shares = [f"{label}: {100 * size / sum(sizes):.1f}%" for label, size in zip(labels, sizes, strict=True)]',
    'wedges, _ = axes.pie(sizes, colors=PALETTE, startangle=90, counterclock=False)',
    'axes.legend(wedges, shares, loc="center left", bbox_to_anchor=(1, 0.5))',
  ];
}

/** Two keys: the first along the axis, the second as colours; or a heatmap of both. */
function pivotMarks(keys: readonly KeyCode[], measure: NamedMeasure, kind: ChartKind): Code[] {
  const [first, second] = keys;
  if (!first || !second) return [];
  const grid: Code = [
    'grid = ',
    call(
      'result.pivot_table',
      `values="${measure.name}"`,
      `index=${pythonString(first.label)}`,
      `columns=${pythonString(second.label)}`,
      'sort=False',
    ),
  ];
  const marks: Code[] = [
    grid,
    `grid = grid.iloc[:${mostMarks}, :${kind === 'heatmap' ? mostMarks : 8}].astype(float)`,
  ];
  const labels = 'labels = grid.index.astype(str).tolist()';
  if (kind === 'heatmap')
    return [
      ...marks,
      labels,
      'image = axes.imshow(grid.to_numpy(dtype=float), cmap="viridis", aspect="auto")',
      `figure.colorbar(image, label=${pythonString(capitalised(measure.words))})`,
      'axes.set_yticks(range(len(labels)), labels)',
      'label_positions(axes, grid.columns.astype(str).tolist(), most=30)',
      'axes.grid(visible=False)',
    ];
  const isLine = kind === 'line' || kind === 'area';
  const draw: Code[] = isLine
    ? ['    axes.plot(range(len(grid)), grid[series], color=PALETTE[place], label=str(series))']
    : [
        '    positions = [start - 0.4 + (place + 0.5) * width for start in range(len(grid))]',
        '    axes.bar(positions, grid[series], width, color=PALETTE[place], label=str(series))',
      ];
  return [
    ...marks,
    labels,
    ...(isLine ? [] : ['width = 0.8 / len(grid.columns)']),
    'for place, series in enumerate(grid.columns):',
    ...draw,
    call(
      'axes.legend',
      `title=${pythonString(axisWords(second))}`,
      'loc="upper left"',
      'bbox_to_anchor=(1, 1)',
    ),
    'plain_numbers(axes.yaxis)',
    'label_positions(axes, labels)',
  ];
}

function marksOf(keys: readonly KeyCode[], measure: NamedMeasure, kind: ChartKind, isYears: boolean): Code[] {
  const [key, second] = keys;
  if (!key) return [];
  if (second) return pivotMarks(keys, measure, kind);
  if (kind === 'pie') return pieMarks(key, measure);
  if (kind === 'line' || kind === 'area' || kind === 'scatter') return lineMarks(key, measure, kind, isYears);
  return barMarks(key, measure);
}

/** What a key is called beside its axis: the column, or its bucket. */
function axisWords(key: KeyCode): string {
  return key.assign ? key.label.replace(/_name$/, '').replaceAll('_', ' ') : key.column.name;
}

/** The function that draws the first measure of an aggregate by its keys. */
export function groupChart(part: QuestionPart<AggregateQuestion>, shape: AggregateShape): string | undefined {
  const [key, second] = shape.keys;
  const measure = shape.measures.find((each) => each.isNumber);
  if (!key || !measure) return undefined;
  const kind = fittingKind(part.question, shape.keys);
  const isSideways = !second && kind === 'bar' && isHorizontal(key);
  const amount = capitalised(measure.words);
  const along = axisWords(key);
  part.context.use('PALETTE');
  if (kind !== 'pie' && !(second && kind === 'heatmap')) part.context.use('plain_numbers');
  const bucket = part.question.by[0]?.bucket;
  const isLine = kind === 'line' || kind === 'area' || kind === 'scatter';
  const isYears = isLine && !second && (bucket === 'year' || bucket === 'decade');
  if (kind !== 'pie' && !isSideways) part.context.use(isYears ? 'whole_steps' : 'label_positions');
  const axisLabels = isSideways ? { x: amount, y: along } : { x: along, y: amount };
  if (second && kind === 'heatmap') Object.assign(axisLabels, { x: axisWords(second), y: along });
  return chartFunction({
    context: part.context,
    name: part.name,
    slug: part.question.slug,
    title: part.question.title,
    kind: kindNames[kind],
    marks: marksOf(shape.keys, measure, kind, isYears),
    axisLabels: kind === 'pie' ? {} : axisLabels,
  });
}
