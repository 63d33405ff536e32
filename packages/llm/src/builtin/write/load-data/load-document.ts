import type { DocumentContext } from '../../../model-port.ts';
import type { ProgramContext } from '../program-context.ts';
import { type Code, call, dictionary, statements, values } from '../python/layout.ts';
import { pythonComment, pythonString } from '../python/python-literal.ts';
import { isDate, isNumeric, type TableColumn } from '../table-column.ts';
import { loadJson, loadNdjson } from './load-json.ts';

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

/** The type a column of delimited text or a sheet is read as; undefined leaves it as found. */
function readType(column: TableColumn): string | undefined {
  if (isNumeric(column)) return isExactInteger(column) && !column.profile.nullCount ? '"int64"' : '"float64"';
  return column.isCategory ? '"category"' : 'str';
}

function isExactInteger({ type, profile }: TableColumn): boolean {
  const largest = Math.max(Math.abs(Number(profile.min ?? 0)), Math.abs(Number(profile.max ?? 0)));
  return type === 'integer' && largest < 2 ** 53;
}

function missingSpellings(column: TableColumn): Code {
  const isText = !isNumeric(column) && !isDate(column) && column.type !== 'boolean';
  return isText ? '[""]' : 'MISSING';
}

/** After reading: whole numbers with gaps, booleans and dates. */
function conversions(loaded: LoadedDocument, context: ProgramContext): Code[] {
  const isExcel = loaded.document.profile.format === 'xlsx';
  const codes: Code[] = [];
  for (const column of loaded.columns) {
    const name = `table[${pythonString(column.name)}]`;
    if (isExactInteger(column) && column.profile.nullCount > 0)
      codes.push([`${name} = `, `${name}`, call('.astype', '"Int64"')]);
    if (column.type === 'boolean') {
      context.use('BOOLEANS');
      const text = isExcel ? `${name}.astype(str).str.lower()` : `${name}.str.lower()`;
      codes.push([`${name} = ${text}`, call('.map', 'BOOLEANS'), call('.astype', '"boolean"')]);
    }
    if (isDate(column)) codes.push(...dateConversion(column, isExcel));
  }
  return codes;
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

function readOptions(loaded: LoadedDocument): Code[] {
  const { columns } = loaded;
  const isEvery = columns.length === loaded.document.profile.columns.length;
  const types = columns.flatMap((column): [string, Code][] => {
    const type = readType(column);
    return type && !isTemporalInSheet(loaded, column) ? [[column.name, type]] : [];
  });
  const gaps = columns
    .filter((column) => column.profile.nullCount > 0)
    .map((column): [string, Code] => [column.name, missingSpellings(column)]);
  const { hasHeader, skipRows } = loaded.document.profile;
  return [
    ...(skipRows ? [`skiprows=${skipRows}`] : []),
    hasHeader === false ? 'header=None' : 'header=0',
    `names=${loaded.columnsConstant}`,
    isEvery
      ? `usecols=${loaded.columnsConstant}`
      : ['usecols=', values(...columns.map((column) => column.name))],
    ['dtype=', dictionary(types)],
    'keep_default_na=False',
    ...(gaps.length > 0 ? [['na_values=', dictionary(gaps)]] : []),
  ];
}

function isTemporalInSheet(loaded: LoadedDocument, column: TableColumn): boolean {
  const isSheet = loaded.document.profile.format === 'xlsx';
  return isSheet && (isDate(column) || column.type === 'boolean');
}

function loadDelimited(loaded: LoadedDocument): Code[] {
  const { profile } = loaded.document;
  const delimiter = profile.delimiter ?? (profile.format === 'tsv' ? '\t' : ',');
  return [
    [
      'table = ',
      call(
        'pd.read_csv',
        loaded.fileConstant,
        ...(delimiter === ',' ? [] : [`sep=${pythonString(delimiter)}`]),
        `encoding=${pythonString(pythonEncoding(profile.encoding))}`,
        'encoding_errors="replace"',
        ...(profile.decimal ? [`decimal=${pythonString(profile.decimal)}`] : []),
        ...readOptions(loaded),
      ),
    ],
  ];
}

function loadSheet(loaded: LoadedDocument): Code[] {
  const { sheet } = loaded.document.profile;
  const which = sheet === undefined ? '0' : pythonString(sheet);
  return [
    ['table = ', call('pd.read_excel', loaded.fileConstant, `sheet_name=${which}`, ...readOptions(loaded))],
  ];
}

/** The function that reads a document, with the constants it needs. */
export function loadDocument(
  loaded: LoadedDocument,
  context: ProgramContext,
): { constants: string[]; source: string } {
  const { document } = loaded;
  const isJson = document.profile.format === 'json' || document.profile.format === 'ndjson';
  context.importing('from pathlib import Path');
  const constants = [`${loaded.fileConstant} = Path(${pythonString(document.path)})`];
  let body: Code[];
  if (document.profile.format === 'ndjson') body = loadNdjson(loaded, context);
  else if (isJson) body = loadJson(loaded, context);
  else {
    const names = values(...document.profile.columns.map((column) => column.name));
    constants.push(statements([[`${loaded.columnsConstant} = `, names]], 0));
    const gappy = loaded.columns.filter((column) => column.profile.nullCount > 0);
    if (gappy.some((column) => missingSpellings(column) === 'MISSING')) context.use('MISSING');
    body = document.profile.format === 'xlsx' ? loadSheet(loaded) : loadDelimited(loaded);
    body.push(...conversions(loaded, context));
  }
  const last = body.at(-1);
  const isOneStep = body.length === 1 && Array.isArray(last) && last[0] === 'table = ';
  const ending: Code[] = isOneStep ? [['return ', ...(last as Code[]).slice(1)]] : [...body, 'return table'];
  const docstring = `"""Read ${pythonComment(document.name)}: the columns needed, each in its type."""`;
  return {
    constants,
    source: [`def ${loaded.loader}() -> pd.DataFrame:`, `    ${docstring}`, statements(ending)].join('\n'),
  };
}
