import type { RankQuestion } from '../../question.ts';
import { freeColumnName } from '../python/identifier.ts';
import type { QuestionPart } from '../question-code.ts';
import { columnNamed, isDate } from '../table-column.ts';
import { type BucketCode, bucketCode } from '../time-bucket.ts';

/** The bucket of time that makes a list each, where rows are ranked within periods. */
export function listBucket({ question, columns }: QuestionPart<RankQuestion>): BucketCode | undefined {
  const { per, perBucket } = question;
  if (per === undefined || perBucket === undefined) return undefined;
  const column = columnNamed(columns, per);
  if (!isDate(column) && perBucket !== 'decade') return undefined;
  const coded = bucketCode(perBucket, column, 'rows');
  return { ...coded, name: freeColumnName(coded.name, new Set(columns.map(({ name }) => name))) };
}
