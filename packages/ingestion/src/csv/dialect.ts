import { hasHeaderRow } from './header.ts';
import { createRecordParser, fieldText, unclosedQuote } from './record-parser.ts';

export interface Dialect {
  delimiter: string;
  hasHeader: boolean;
  /** The first row of the table: names where there is a header. */
  header: string[];
  width: number;
  /** Records before the table, such as a title. */
  skippedRecords: number;
}

interface SampleRecord {
  fields: string[];
}

const delimiters = [',', ';', '\t', '|'];
const maxSampleRecords = 200;
const maxTitleRecords = 20;

/** How a text is laid out, from its first part. `isWhole` tells that there is no more of it. */
export function detectDialect(
  sample: Buffer,
  { isWhole, prefersTab }: { isWhole: boolean; prefersTab: boolean },
) {
  const order = prefersTab ? ['\t', ...delimiters.filter((delimiter) => delimiter !== '\t')] : delimiters;
  let best: { delimiter: string; score: number; width: number; records: SampleRecord[] } | undefined;
  for (const delimiter of order) {
    const records = sampleRecords(sample, delimiter, isWhole);
    const { width, share } = usualWidth(records);
    if (width < 2 || share < 0.3) continue;
    const score = share + (records[0]?.fields.length === width ? 0.2 : 0);
    const isBetter = !best || score > best.score + 0.02 || (score > best.score - 0.02 && width > best.width);
    if (isBetter) best = { delimiter, score, width, records };
  }
  if (best) return layout(best.delimiter, best.records, best.width);
  const delimiter = prefersTab ? '\t' : ',';
  return layout(delimiter, sampleRecords(sample, delimiter, isWhole), 1);
}

function layout(delimiter: string, records: SampleRecord[], width: number): Dialect {
  const isTitle = (record: SampleRecord) => width > 1 && record.fields.length === 1;
  const firstOfTable = records.findIndex((record) => !isTitle(record));
  const skippedRecords = firstOfTable > 0 && firstOfTable <= maxTitleRecords ? firstOfTable : 0;
  const rows = records.slice(skippedRecords).map(({ fields }) => fields);
  const header = rows[0] ?? [];
  return {
    delimiter,
    hasHeader: hasHeaderRow(rows),
    header,
    width: Math.max(width, header.length),
    skippedRecords,
  };
}

function sampleRecords(sample: Buffer, delimiter: string, isWhole: boolean): SampleRecord[] {
  const parser = createRecordParser(delimiter.charCodeAt(0));
  const records: SampleRecord[] = [];
  for (let position = 0; position < sample.length && records.length < maxSampleRecords; ) {
    let next = parser.parse(sample, position, { isLast: true });
    if (next === unclosedQuote) next = parser.parse(sample, position, { isLast: true, isLiteral: true });
    // The last record of a part may be cut.
    if (next >= sample.length && !isWhole && records.length > 0) break;
    const fields = Array.from({ length: parser.count }, (_, index) => fieldText(parser, sample, index));
    if (fields.length > 1 || fields[0]?.trim()) records.push({ fields });
    position = next;
  }
  return records;
}

/** The number of fields most records with two or more fields have, and their share of all. */
function usualWidth(records: SampleRecord[]): { width: number; share: number } {
  const counts = new Map<number, number>();
  for (const { fields } of records) {
    if (fields.length > 1) counts.set(fields.length, (counts.get(fields.length) ?? 0) + 1);
  }
  let width = 1;
  let most = 0;
  for (const [candidate, count] of counts) {
    if (count > most) {
      width = candidate;
      most = count;
    }
  }
  return { width, share: records.length === 0 ? 0 : most / records.length };
}
