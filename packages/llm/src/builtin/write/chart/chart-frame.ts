import type { ProgramContext } from '../program-context.ts';
import { functionSource } from '../python/function-source.ts';
import { type Code, call } from '../python/layout.ts';
import { pythonString } from '../python/python-literal.ts';

/** The most bars, or other marks with a name each, that one chart shows. */
export const mostMarks = 30;

/** A function that draws one chart: the common beginning and end around the marks. */
export function chartFunction(options: {
  context: ProgramContext;
  name: string;
  slug: string;
  title: string;
  kind: string;
  marks: Code[];
  axisLabels: { x?: string; y?: string };
  parameters?: Code[];
}): string {
  options.context.use('new_chart', 'save_chart');
  const { x, y } = options.axisLabels;
  return functionSource({
    name: `draw_${options.name}`,
    parameters: options.parameters ?? ['result: pd.DataFrame'],
    returns: 'None',
    says: `Draw the result as a ${options.kind}.`,
    body: [
      ['figure, axes = ', call('new_chart', pythonString(options.title))],
      ...options.marks,
      ...(x === undefined ? [] : [call('axes.set_xlabel', pythonString(x))]),
      ...(y === undefined ? [] : [call('axes.set_ylabel', pythonString(y))]),
      ['', call('save_chart', 'figure', pythonString(options.slug))],
    ],
  });
}

/** The first letter as a capital. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
