import type { DocumentContext } from '../../../model-port.ts';
import { type Code, call } from '../python/layout.ts';
import { pythonString } from '../python/python-literal.ts';
import type { TableColumn } from '../table-column.ts';

/** A document to be loaded: its names in the program and the columns that are read. */
export interface LoadedDocument {
  document: DocumentContext;
  /** The variable that holds it in main(). */
  variable: string;
  loader: string;
  fileConstant: string;
  columnsConstant: string;
  columns: TableColumn[];
}

/** Names of encodings as Python knows them. */
export function pythonEncoding(encoding: string | undefined): string {
  const name = (encoding ?? 'utf-8').toLowerCase();
  if (/^utf-?8/.test(name) || name === 'ascii' || name === 'us-ascii') return 'utf-8';
  const wide = /^utf-?16-?(le|be)$/.exec(name);
  if (wide) return `utf-16-${wide[1]}`;
  if (/^windows-?(\d+)$/.test(name)) return name.replace(/^windows-?/, 'cp');
  return name;
}

function hasOffset(column: TableColumn): boolean {
  return column.profile.samples.some((sample) => /\d(Z|[+-]\d{2}:?\d{2})$/.test(String(sample)));
}

/** Text to dates, by the document's own pattern or ISO 8601; what is no date becomes missing. */
export function dateConversion(column: TableColumn, mayBeDates = false): Code[] {
  const name = `table[${pythonString(column.name)}]`;
  const { dateFormat } = column.profile;
  const format = dateFormat ? pythonString(dateFormat) : '"ISO8601"';
  const options = [...(mayBeDates && !dateFormat ? [] : [`format=${format}`]), 'errors="coerce"'];
  if (!hasOffset(column)) return [[`${name} = `, call('pd.to_datetime', name, ...options)]];
  return [
    ['moments = ', call('pd.to_datetime', name, ...options, 'utc=True')],
    [`${name} = moments`, call('.dt.tz_localize', 'None')],
  ];
}
