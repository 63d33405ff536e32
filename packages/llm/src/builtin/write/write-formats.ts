import type { FileFormat } from '../question.ts';
import type { SupportName } from './support-code.ts';

/** The function that writes a format and counts the rows it reads back. */
export const writers: Record<FileFormat, SupportName> = {
  csv: 'write_csv',
  tsv: 'write_tsv',
  json: 'write_json',
  ndjson: 'write_ndjson',
  xlsx: 'write_xlsx',
};
