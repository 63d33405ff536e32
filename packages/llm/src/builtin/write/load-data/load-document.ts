import type { ProgramContext } from '../program-context.ts';
import { type Code, call, dictionary, statements, values } from '../python/layout.ts';
import { pythonComment, pythonString } from '../python/python-literal.ts';
import { isDate, isNumeric, type TableColumn } from '../table-column.ts';
import { loadJson, loadNdjson } from './load-json.ts';
import { dateConversion, type LoadedDocument, pythonEncoding } from './loaded-document.ts';

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
