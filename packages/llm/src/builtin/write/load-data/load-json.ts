import type { ProgramContext } from '../program-context.ts';
import { type Code, call, values } from '../python/layout.ts';
import { pythonString } from '../python/python-literal.ts';
import { isDate, isNumeric } from '../table-column.ts';
import { dateConversion, type LoadedDocument, pythonEncoding } from './load-document.ts';

function recordsAt(recordPath: string | undefined): string {
  const keys = (recordPath ?? '').split('.').filter((key) => key !== '' && key !== '$');
  return keys.map((key) => `[${pythonString(key)}]`).join('');
}

function namesOf(loaded: LoadedDocument): Code {
  return values(...loaded.columns.map((column) => column.name));
}

/** JSON has types of its own; what the profile says beyond them is applied here. */
function conversions(loaded: LoadedDocument, context: ProgramContext): Code[] {
  const codes: Code[] = [];
  for (const column of loaded.columns) {
    const name = `table[${pythonString(column.name)}]`;
    if (isNumeric(column) && column.profile.nullCount > 0) {
      const number = call('pd.to_numeric', name, 'errors="coerce"');
      codes.push([`${name} = `, number, ...(column.type === 'integer' ? ['.astype("Int64")'] : [])]);
    } else if (column.type === 'boolean') codes.push(`${name} = ${name}.astype("boolean")`);
    else if (isDate(column)) codes.push(dateConversion(column));
    else if (!isNumeric(column)) {
      context.use('as_text');
      const text = [name, call('.map', 'as_text', 'na_action="ignore"')];
      codes.push([`${name} = `, text, ...(column.isCategory ? ['.astype("category")'] : [])]);
    }
  }
  return codes;
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
    ['table = ', call('pd.DataFrame', 'records', ['columns=', namesOf(loaded)])],
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
    '            record = json.loads(line)',
    '            rows.append([record.get(column) for column in columns])',
    ['table = ', call('pd.DataFrame', 'rows', 'columns=columns')],
    ...conversions(loaded, context),
  ];
}
