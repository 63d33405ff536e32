import type { AggregateQuestion, GroupKey, Measure } from '../../question.ts';
import type { Reading, Superlative } from '../read/reading.ts';
import { keyTitle, measureTitle } from '../titles.ts';
import { aggregateQuestion } from './aggregate.ts';
import { questionBase } from './question-base.ts';

/** The first groups by their measures: "top 10 airports by number of strikes". */
export function rankedGroups(
  reading: Reading,
  superlative: Superlative,
  by: GroupKey[],
  measures: Measure[],
  limit: number,
): AggregateQuestion {
  const distinct = measures.filter(
    (measure, index) =>
      measures.findIndex(
        (other) => other.aggregate === measure.aggregate && other.column === measure.column,
      ) === index,
  );
  const direction = superlative.direction === 'highest' ? 'descending' : 'ascending';
  const title = rankingTitle(superlative, by, distinct[0], limit);
  return {
    ...aggregateQuestion(reading, { measures: distinct, by, withShare: false }),
    ...questionBase(reading, title),
    order: { by: 'measure', measure: 0, direction },
    limit: Math.max(1, limit),
  };
}

/** `Top 10 values of Origin State by number of rows`, `The symbol with the highest price`. */
function rankingTitle(
  { direction }: Superlative,
  by: readonly GroupKey[],
  measure: Measure | undefined,
  limit: number,
): string {
  const words = measure ? measureTitle(measure) : 'Number of rows';
  const plain = words.charAt(0).toLowerCase() + words.slice(1);
  const isExtreme = measure?.aggregate === 'max' || measure?.aggregate === 'min';
  if (limit === 1)
    return `The ${by.map(keyTitle).join(' and ')} with the ${direction} ${isExtreme ? measure.column : plain}`;
  const [key] = by;
  const what =
    key?.bucket && by.length === 1 ? `${keyTitle(key)}s` : `values of ${by.map(keyTitle).join(' and ')}`;
  return `${direction === 'highest' ? 'Top' : 'Bottom'} ${limit} ${what} by ${plain}`;
}
