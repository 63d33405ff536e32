import type { AggregateQuestion } from '../../question.ts';
import { type KeyCode, keyCodes } from '../group-keys.ts';
import { type NamedMeasure, nameMeasures } from '../measure.ts';
import type { QuestionPart } from '../question-code.ts';

const thresholdWords = { lt: 'below', le: 'at_most', gt: 'above', ge: 'at_least', eq: 'exactly' } as const;

/** The parameter that holds a condition's threshold: `count_above`. */
export function thresholdName(measure: string, operator: keyof typeof thresholdWords): string {
  return `${measure}_${thresholdWords[operator]}`;
}

/** Everything that is decided about an aggregate before its code is written. */
export interface AggregateShape {
  keys: KeyCode[];
  measures: NamedMeasure[];
  order: { column: string; isAscending: boolean }[];
}

export function aggregateShape({ question, columns }: QuestionPart<AggregateQuestion>): AggregateShape {
  const taken = new Set(columns.map((column) => column.name));
  const keys = keyCodes(question.by, columns, taken);
  const measures = nameMeasures(question.measures, columns, taken);
  const first = measures[question.order?.measure ?? 0];
  const byKey = question.order
    ? question.order.by === 'key' || !first
    : !first || keys.some((key) => key.isNatural);
  const isAscending = (question.order?.direction ?? (byKey ? 'ascending' : 'descending')) === 'ascending';
  const order = byKey
    ? keys.map((key) => ({ column: key.name, isAscending }))
    : [{ column: first?.name ?? '', isAscending }];
  return { keys, measures, order };
}
