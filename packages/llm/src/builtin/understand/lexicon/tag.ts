import type { Aggregate, ChartKind, FileFormat, TimeBucket } from '../../question.ts';

export type CompareOperator = 'lt' | 'le' | 'gt' | 'ge' | 'eq' | 'ne';
export type BucketUnit = 'decade' | 'year' | 'quarter' | 'month' | 'week' | 'day' | 'hour';
export type Direction = 'highest' | 'lowest';

/** What a phrase of the language says, apart from the names and values of the data. */
export type Tag =
  | { kind: 'aggregate'; aggregate: Aggregate }
  /** `about` are words of the column an adjective speaks of: `wettest` speaks of precipitation. */
  | { kind: 'superlative'; direction: Direction; about?: string[] }
  /** `heavier than`: a comparison that names its column. */
  | { kind: 'comparator'; operator: CompareOperator; about?: string[] }
  | { kind: 'between' }
  | { kind: 'bucket'; unit: BucketUnit; fixed?: TimeBucket }
  /** `monthly`, `per year`: a bucket said as an adverb. */
  | { kind: 'adverb'; unit: BucketUnit }
  | { kind: 'by' }
  | { kind: 'each' }
  | { kind: 'which' }
  | { kind: 'count' }
  | { kind: 'distinct' }
  | { kind: 'share' }
  | { kind: 'not' }
  | { kind: 'missing' }
  | { kind: 'present' }
  | { kind: 'and' }
  | { kind: 'or' }
  | { kind: 'preposition'; word: string }
  | { kind: 'is' }
  | { kind: 'have' }
  | { kind: 'text-match'; operator: 'contains' | 'starts-with' | 'ends-with' }
  | { kind: 'row' }
  | { kind: 'chart'; chart: ChartKind | 'any' }
  | { kind: 'format'; to: FileFormat }
  | { kind: 'bins' }
  | { kind: 'direction'; direction: 'ascending' | 'descending' }
  | { kind: 'sort' }
  | { kind: 'table-only' }
  | { kind: 'next' }
  | { kind: 'list' }
  | { kind: 'ask' }
  | { kind: 'season'; months: number[] }
  | { kind: 'month'; month: number }
  | { kind: 'weekday'; days: number[] }
  | { kind: 'since' | 'before' | 'after' | 'until' }
  | { kind: 'intent'; intent: Intent }
  | { kind: 'filler' };

export type Intent =
  | 'trend'
  | 'rolling'
  | 'change'
  | 'distribution'
  | 'value-counts'
  | 'correlation'
  | 'spearman'
  | 'versus'
  | 'describe'
  | 'convert'
  | 'clean'
  | 'join'
  | 'all-numeric';
