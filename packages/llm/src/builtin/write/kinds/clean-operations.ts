import type { CleanOperation } from '../../question.ts';
import { createNameRegister } from '../python/identifier.ts';
import { type Code, call, dictionary, flat, list, values } from '../python/layout.ts';
import { pythonLiteral, pythonString } from '../python/python-literal.ts';
import { isDate, isNumeric, type TableColumn } from '../table-column.ts';

/** One cleaning step: statements that change `cleaned` and leave the number of changes in `changed`. */
export interface CleanStep {
  words: string;
  code: Code[];
  /** The columns after it. */
  columns: TableColumn[];
}

function isText(column: TableColumn): boolean {
  return !isNumeric(column) && !isDate(column) && column.type !== 'boolean';
}

function chosen(columns: readonly TableColumn[], names: string[] | undefined): TableColumn[] {
  return names ? columns.filter((column) => names.includes(column.name)) : [...columns];
}

function subset(names: string[] | undefined): Code[] {
  return names ? [['subset=', values(...names)]] : [];
}

function droppedRows(words: string, code: Code, columns: TableColumn[]): CleanStep {
  return {
    words,
    columns,
    code: ['before = len(cleaned)', ['cleaned = ', code], 'changed = before - len(cleaned)'],
  };
}

type Fill = Extract<CleanOperation, { kind: 'fill-missing' }>;

function fits(column: TableColumn, filling: Fill['with']): boolean {
  if (filling === 'mode' || filling === 'forward') return true;
  if (typeof filling === 'string') return isNumeric(column);
  return typeof filling.value === 'number' ? isNumeric(column) : isText(column);
}

function fillCode(column: TableColumn, filling: Fill['with']): Code[] {
  const cells = `cleaned[${pythonString(column.name)}]`;
  if (filling === 'forward') return [`${cells} = ${cells}.ffill()`];
  if (filling === 'zero') return [`${cells} = ${cells}.fillna(0)`];
  if (typeof filling !== 'string')
    return [[`${cells} = ${cells}`, call('.fillna', pythonLiteral(filling.value))]];
  const isMiddle = filling === 'mean' || filling === 'median';
  const values = column.type === 'integer' && isMiddle ? `${cells}.astype(float)` : cells;
  const filler = filling === 'mode' ? 'values.mode().iloc[0]' : `values.${filling}()`;
  return [`values = ${values}`, `${cells} = values.fillna(${filler})`];
}

function fillStep(operation: Fill, columns: TableColumn[]): CleanStep {
  const filled = chosen(columns, operation.columns).filter(
    (column) => column.hasNulls && column.profile.distinctCount > 0 && fits(column, operation.with),
  );
  const how = typeof operation.with === 'string' ? operation.with : String(operation.with.value);
  return {
    words: `missing values filled (${how})`,
    columns,
    code: [
      'before = int(cleaned.isna().sum().sum())',
      ...filled.flatMap((column) => fillCode(column, operation.with)),
      'changed = before - int(cleaned.isna().sum().sum())',
    ],
  };
}

function trimStep(columns: TableColumn[]): CleanStep {
  const texts = columns.filter(isText);
  if (texts.length === 0) return { words: 'texts trimmed', columns, code: ['changed = 0'] };
  return {
    words: 'texts trimmed',
    columns,
    code: [
      'changed = 0',
      ['for name in ', values(...texts.map((column) => column.name)), ':'],
      '    trimmed = cleaned[name].str.strip()',
      '    changed += int((trimmed != cleaned[name]).fillna(False).sum()) - int(trimmed.isna().sum())',
      '    cleaned[name] = trimmed',
    ],
  };
}

function renameStep(words: string, names: [string, string][], columns: TableColumn[]): CleanStep {
  const changes = names.filter(([before, after]) => before !== after);
  const entries = changes.map(([before, after]): [string, Code] => [before, pythonString(after)]);
  const renamed = new Map(changes);
  return {
    words,
    columns: columns.map((column) => ({ ...column, name: renamed.get(column.name) ?? column.name })),
    code:
      changes.length === 0
        ? ['changed = 0']
        : [
            ['cleaned = ', call('cleaned.rename', ['columns=', dictionary(entries)])],
            `changed = ${changes.length}`,
          ],
  };
}

function normalisedNames(columns: readonly TableColumn[]): [string, string][] {
  const register = createNameRegister();
  return columns.map((column) => [column.name, register.take(column.name, 'column').replace(/_data$/, '')]);
}

function dropColumns(words: string, names: string[], columns: TableColumn[]): CleanStep {
  const dropped = names.filter((name) => columns.some((column) => column.name === name));
  return {
    words,
    columns: columns.filter((column) => !dropped.includes(column.name)),
    code: [
      ['cleaned = ', call('cleaned.drop', ['columns=', values(...dropped)])],
      `changed = ${dropped.length}`,
    ],
  };
}

function parseDatesStep(names: string[] | undefined, columns: TableColumn[]): CleanStep {
  const dates = chosen(columns, names).filter((column) => isDate(column) || (names && isText(column)));
  const texts = dates.filter(isText);
  const code: Code[] = texts.map((column) => {
    const name = `cleaned[${pythonString(column.name)}]`;
    return [`${name} = `, call('pd.to_datetime', name, 'format="mixed"', 'errors="coerce"')];
  });
  const counted = flat(list(...dates.map((column) => pythonString(column.name))));
  return {
    words: 'dates read as dates',
    columns: columns.map((column) => (texts.includes(column) ? { ...column, type: 'datetime' } : column)),
    code: [...code, `changed = int(cleaned[${counted}].notna().sum().sum())`],
  };
}

/** The code of one operation on the columns that are there at that point. */
export function cleanStep(operation: CleanOperation, columns: TableColumn[]): CleanStep {
  switch (operation.kind) {
    case 'drop-duplicates':
      return droppedRows(
        'duplicate rows dropped',
        call('cleaned.drop_duplicates', ...subset(operation.columns)),
        columns,
      );
    case 'drop-missing': {
      const step = droppedRows(
        'rows with missing values dropped',
        call('cleaned.dropna', ...subset(operation.columns)),
        columns,
      );
      return step;
    }
    case 'fill-missing':
      return fillStep(operation, columns);
    case 'trim-text':
      return trimStep(columns);
    case 'normalize-names':
      return renameStep('column names normalised', normalisedNames(columns), columns);
    case 'rename-column':
      return renameStep(`column ${operation.from} renamed`, [[operation.from, operation.to]], columns);
    case 'parse-dates':
      return parseDatesStep(operation.columns, columns);
    case 'drop-columns':
      return dropColumns('columns dropped', operation.columns, columns);
    case 'drop-empty-columns': {
      const empty = columns.filter((column) => column.profile.distinctCount === 0);
      return dropColumns(
        'empty columns dropped',
        empty.map((column) => column.name),
        columns,
      );
    }
  }
}
