/**
 * What the built-in model understood: the bridge between reading a request (understand/) and writing the
 * program (write/). Columns are the exact names in the document's profile.
 */
export type Aggregate = 'mean' | 'sum' | 'count' | 'min' | 'max' | 'median' | 'distinct' | 'stddev';

/**
 * Buckets of a date. `year`, `quarter`, `month`, `week`, `day`, `hour`, `decade` are positions in time
 * (2012-03); `month-of-year`, `quarter-of-year`, `weekday`, `hour-of-day` fold all years together (March).
 */
export type TimeBucket =
  | 'decade'
  | 'year'
  | 'quarter'
  | 'month'
  | 'week'
  | 'day'
  | 'hour'
  | 'month-of-year'
  | 'quarter-of-year'
  /** Winter (December to February), spring, summer, autumn, by the months of the northern half of the earth. */
  | 'season'
  | 'weekday'
  | 'hour-of-day';

/** `column` is null only for `count` of rows. */
export interface Measure {
  aggregate: Aggregate;
  column: string | null;
}

export interface GroupKey {
  column: string;
  /** For dates. */
  bucket?: TimeBucket;
  /** For numbers: width of equal bins, as in "by 10-year age group". */
  binWidth?: number;
}

/**
 * Dates are ISO days. With `part`, values are of that part: `year` 2012, `month-of-year` 1 to 12,
 * `weekday` 1 to 7 (counts from Monday). Whole numbers that are years are compared as numbers, without a part.
 */
export type FilterValue = string | number | boolean;

export type Filter =
  | {
      column: string;
      operator: 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge';
      value: FilterValue;
      part?: TimeBucket;
    }
  | { column: string; operator: 'in' | 'not-in'; values: FilterValue[]; part?: TimeBucket }
  | { column: string; operator: 'between'; from: FilterValue; to: FilterValue; part?: TimeBucket }
  | { column: string; operator: 'contains' | 'starts-with' | 'ends-with'; value: string }
  | { column: string; operator: 'is-null' | 'not-null' };

export type ChartKind = 'bar' | 'line' | 'scatter' | 'histogram' | 'box' | 'heatmap' | 'pie' | 'area';

/** A joined table, or one document. Paths as in DocumentContext.path. */
export type Source =
  | { kind: 'document'; path: string }
  | {
      kind: 'join';
      left: string;
      right: string;
      on: { left: string; right: string }[];
      how: 'inner' | 'left' | 'outer';
    };

interface QuestionBase {
  source: Source;
  /** All must hold. */
  filters: Filter[];
  /** A file-name friendly name, unique within the request: `average-temp-max-by-month`. */
  slug: string;
  /** A heading for a person: `Average temp_max by month`. */
  title: string;
  /** The result's table is written in this format too, beside CSV. */
  alsoAs?: FileFormat;
}

/** Measures by groups; no groups: one row of totals. */
export interface AggregateQuestion extends QuestionBase {
  kind: 'aggregate';
  measures: Measure[];
  by: GroupKey[];
  /** Groups that must hold, on the measures' values: "airports with more than 100 strikes". */
  having?: { measure: number; operator: 'lt' | 'le' | 'gt' | 'ge' | 'eq'; value: number }[];
  /** Default: natural order of the key for time and bins, else the first measure, descending. */
  order?: { by: 'key' | 'measure'; measure?: number; direction: 'ascending' | 'descending' };
  limit?: number;
  /** Adds each group's share of the first measure's total, in percent. */
  withShare?: boolean;
  chart?: ChartKind;
}

/** The rows with the highest or lowest values: "the five wettest days". */
export interface RankQuestion extends QuestionBase {
  kind: 'rank';
  column: string;
  direction: 'highest' | 'lowest';
  limit: number;
  /** One list per value of this column: "top 3 films per genre". */
  per?: string;
  /** Where `per` is a date: one list per year, month and so on. */
  perBucket?: TimeBucket;
  /** Columns to show; all where left out. */
  columns?: string[];
  chart?: ChartKind;
}

/** The rows that pass the filters. */
export interface SelectQuestion extends QuestionBase {
  kind: 'select';
  columns?: string[];
  sort?: { column: string; direction: 'ascending' | 'descending' }[];
  limit?: number;
}

/** A measure over time, with its direction (slope by least squares) and change from first to last. */
export interface TrendQuestion extends QuestionBase {
  kind: 'trend';
  /** A column of dates, or of whole numbers that are years (then `bucket` is `year` or `decade`). */
  dateColumn: string;
  bucket: TimeBucket;
  measures: Measure[];
  /** One line per value of this column. */
  series?: string;
  /** Moving average over this many buckets. */
  rollingWindow?: number;
  /** Change against the bucket before, in percent. */
  withChange?: boolean;
  chart?: ChartKind;
}

/** Spread of a column: count, mean, standard deviation, quartiles, bins or value counts. */
export interface DistributionQuestion extends QuestionBase {
  kind: 'distribution';
  column: string;
  by?: string;
  bins?: number;
  chart?: ChartKind;
}

/** Pearson correlation of two or more numeric columns, pairwise complete rows. */
export interface CorrelationQuestion extends QuestionBase {
  kind: 'correlation';
  columns: string[];
  method: 'pearson' | 'spearman';
  chart?: ChartKind;
}

/** What is said of every column: count, missing, distinct, mean, min, max. */
export interface DescribeQuestion extends QuestionBase {
  kind: 'describe';
}

export type CleanOperation =
  | { kind: 'drop-duplicates'; columns?: string[] }
  | { kind: 'drop-missing'; columns?: string[] }
  | {
      kind: 'fill-missing';
      columns?: string[];
      with: 'mean' | 'median' | 'mode' | 'zero' | 'forward' | { value: FilterValue };
    }
  | { kind: 'trim-text' }
  | { kind: 'normalize-names' }
  | { kind: 'parse-dates'; columns?: string[] }
  | { kind: 'drop-columns'; columns: string[] }
  | { kind: 'rename-column'; from: string; to: string }
  | { kind: 'drop-empty-columns' };

/** Writes a cleaned copy and says what each operation changed, in counts. */
export interface CleanQuestion extends QuestionBase {
  kind: 'clean';
  operations: CleanOperation[];
  to: FileFormat;
}

export type FileFormat = 'csv' | 'tsv' | 'json' | 'ndjson' | 'xlsx';

/** Writes the (filtered) rows in another format. */
export interface ConvertQuestion extends QuestionBase {
  kind: 'convert';
  to: FileFormat;
  columns?: string[];
}

/** Writes the joined rows and how many matched on each side. */
export interface JoinQuestion extends QuestionBase {
  kind: 'join';
}

export type AnalysisQuestion =
  | AggregateQuestion
  | RankQuestion
  | SelectQuestion
  | TrendQuestion
  | DistributionQuestion
  | CorrelationQuestion
  | DescribeQuestion
  | CleanQuestion
  | ConvertQuestion
  | JoinQuestion;

export type BlueprintKind = 'rest-api' | 'dashboard' | 'command-line';

export type Understanding =
  | {
      kind: 'analysis';
      questions: AnalysisQuestion[];
      /** How open words were read: "Read 'by month' as the calendar month, over all years." */
      assumptions: string[];
    }
  | { kind: 'blueprint'; blueprint: BlueprintKind; source: Source; title: string; assumptions: string[] }
  /** Cannot be done without a language model, or not understood: the reason, for a person. */
  | {
      kind: 'not-understood';
      reason: string /** Nearest things it can do, with the attached data's own names. */;
      suggestions: string[];
    };
