import type { DescribeQuestion } from '../../question.ts';
import { tagOf } from '../items.ts';
import type { Reading } from '../read/reading.ts';
import { questionBase } from './question-base.ts';

/** Reads "what is in this file": an overview of every column. */
export function readDescribe(reading: Reading): DescribeQuestion {
  for (const item of reading.items) {
    const isAbout =
      tagOf(item, 'intent') ||
      tagOf(item, 'chart') ||
      tagOf(item, 'missing') ||
      tagOf(item, 'which') ||
      tagOf(item, 'count') ||
      tagOf(item, 'by') ||
      tagOf(item, 'each') ||
      tagOf(item, 'and');
    if (isAbout || item.isRowNoun || item.isFileName) item.used = true;
  }
  return { kind: 'describe', ...questionBase(reading, `Overview of ${reading.table.stems.join(' and ')}`) };
}
