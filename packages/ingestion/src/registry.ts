import type { DocumentFormat } from '@sandsmith/contracts/domain/document';
import { csvReader } from './csv/csv-reader.ts';
import { excelReader } from './excel/excel-reader.ts';
import { jsonReader } from './json/json-reader.ts';
import type { Reader } from './reader.ts';

/** Every reader there is. A new format is a folder of the same shape and a line here. */
export const readers: readonly Reader[] = [csvReader, jsonReader, excelReader];

export function readerOf(format: DocumentFormat): Reader {
  const reader = readers.find(({ formats }) => formats.includes(format));
  if (!reader) throw new Error(`No reader is registered for the format ${format}`);
  return reader;
}
