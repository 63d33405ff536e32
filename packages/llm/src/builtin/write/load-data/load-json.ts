import type { ProgramContext } from '../program-context.ts';
import { type Code, call, list, values } from '../python/layout.ts';
import { pythonString } from '../python/python-literal.ts';
import { isDate, isNumeric, type TableColumn } from '../table-column.ts';
import { dateConversion, type LoadedDocument, pythonEncoding } from './loaded-document.ts';

function recordsAt(recordPath: string | undefined): string {
  const keys = (recordPath ?? '').split('.').filter((key) => key !== '' && key !== '$');
  return keys.map((key) => `[${pythonString(key)}]`).join('');
}

/** Objects in records are told as columns with a path as their name: `address.city`. */
function isNested(loaded: LoadedDocument): boolean {
  return loaded.columns.some((column) => column.name.includes('.'));
}

function namesOf(loaded: LoadedDocument): Code {
  return values(...loaded.columns.map((column) => column.name));
}

/** One statement for a single column, a loop for several. */
function forEach(columns: readonly TableColumn[], convert: (column: string) => Code): Code[] {
  const [first, ...others] = columns.map((column) => pythonString(column.name));
  if (first === undefined) return [];
  if (others.length === 0) return [[`table[${first}] = `, convert(`table[${first}]`)]];
  return [
    ['for column in ', list(first, ...others), ':'],
    ['    ', 'table[column] = ', convert('table[column]')],
  ];
}

/** JSON has types of its own; what the profile says beyond them is applied here. */
function conversions(loaded: LoadedDocument, context: ProgramContext): Code[] {
  const gappy = loaded.columns.filter((column) => isNumeric(column) && column.profile.nullCount > 0);
  const texts = loaded.columns.filter(
    (column) => !isNumeric(column) && !isDate(column) && column.type !== 'boolean',
  );
  if (texts.length > 0) context.use('as_text');
  const number = (column: string): Code => call('pd.to_numeric', column, 'errors="coerce"');
  const text = (column: string): Code => [column, call('.map', 'as_text', 'na_action="ignore"')];
  return [
    ...forEach(
      gappy.filter((column) => column.type === 'integer'),
      (column) => [number(column), call('.astype', '"Int64"')],
    ),
    ...forEach(
      gappy.filter((column) => column.type === 'number'),
      number,
    ),
    ...forEach(
      loaded.columns.filter((column) => column.type === 'boolean'),
      (column) => [column, call('.astype', '"boolean"')],
    ),
    ...loaded.columns.filter(isDate).flatMap((column) => dateConversion(column)),
    ...forEach(
      texts.filter((column) => !column.isCategory),
      text,
    ),
    ...forEach(
      texts.filter((column) => column.isCategory),
      (column) => [text(column), call('.astype', '"category"')],
    ),
  ];
}

export function loadJson(loaded: LoadedDocument, context: ProgramContext): Code[] {
  const { profile } = loaded.document;
  const encoding = pythonEncoding(profile.encoding);
  context.importing('import json');
  return [
    [
      'records = json.loads(',
      `${loaded.fileConstant}.read_text(encoding=${pythonString(encoding === 'utf-8' ? 'utf-8-sig' : encoding)})`,
      `)${recordsAt(profile.recordPath)}`,
    ],
    isNested(loaded)
      ? ['table = pd.json_normalize(records)', call('.reindex', ['columns=', namesOf(loaded)])]
      : ['table = ', call('pd.DataFrame', 'records', ['columns=', namesOf(loaded)])],
    ...conversions(loaded, context),
  ];
}

/** One record a line, read line by line: only the columns needed are held. */
export function loadNdjson(loaded: LoadedDocument, context: ProgramContext): Code[] {
  const encoding = pythonEncoding(loaded.document.profile.encoding);
  context.importing('import json');
  return [
    ['columns = ', namesOf(loaded)],
    'rows = []',
    `with ${loaded.fileConstant}.open(encoding=${pythonString(encoding === 'utf-8' ? 'utf-8-sig' : encoding)}) as lines:`,
    '    for line in lines:',
    '        if line.strip():',
    ...(isNested(loaded)
      ? [
          '            rows.append(json.loads(line))',
          'table = pd.json_normalize(rows).reindex(columns=columns)',
        ]
      : [
          '            record = json.loads(line)',
          '            rows.append([record.get(column) for column in columns])',
          'table = pd.DataFrame(rows, columns=columns)',
        ]),
    ...conversions(loaded, context),
  ];
}
