import type { Filter, FilterValue, TimeBucket } from '../question.ts';
import { bucketPartCode } from './bucket-part.ts';
import { type Code, call, list } from './python/layout.ts';
import { pythonLiteral, pythonString } from './python/python-literal.ts';
import { columnNamed, isDate, isNumeric, type TableColumn } from './table-column.ts';

const comparisons = { eq: '==', ne: '!=', lt: '<', le: '<=', gt: '>', ge: '>=' } as const;

interface Operand {
  /** The left side: a column or a part of a date. */
  code: Code;
  literal(value: FilterValue): string;
  hasNulls: boolean;
}

function numberOf(value: FilterValue): FilterValue {
  if (typeof value !== 'string' || value.trim() === '') return value;
  const number = Number(value);
  return Number.isNaN(number) ? value : number;
}

function dateLiteral(value: FilterValue): string {
  return `pd.Timestamp(${pythonString(String(value))})`;
}

function isWholeDay(filter: Filter): boolean {
  const values: FilterValue[] = [];
  if ('value' in filter) values.push(filter.value);
  if ('values' in filter) values.push(...filter.values);
  if (filter.operator === 'between') values.push(filter.from, filter.to);
  return values.every((value) => /^\d{4}-\d{2}-\d{2}$/.test(String(value)));
}

function operandOf(filter: Filter, column: TableColumn, part: TimeBucket | undefined): Operand {
  const code = `table[${pythonString(column.name)}]`;
  const { hasNulls } = column;
  if (part && isDate(column)) {
    const bucket = bucketPartCode(part, code);
    return { code: bucket.code, hasNulls, literal: (value) => pythonLiteral(bucket.value(value)) };
  }
  if (isDate(column)) {
    const comparesDays = column.type === 'datetime' && isWholeDay(filter);
    return { code: comparesDays ? `${code}.dt.normalize()` : code, hasNulls, literal: dateLiteral };
  }
  if (isNumeric(column)) return { code, hasNulls, literal: (value) => pythonLiteral(numberOf(value)) };
  if (column.type === 'boolean')
    return {
      code,
      hasNulls,
      literal: (value) => (String(value).toLowerCase() === 'true' ? 'True' : 'False'),
    };
  return { code, hasNulls, literal: (value) => pythonString(String(value)) };
}

const textMethods = {
  contains: 'contains',
  'starts-with': 'startswith',
  'ends-with': 'endswith',
} as const;

function textCode(operator: keyof typeof textMethods, value: string, column: TableColumn): Code {
  const name = `table[${pythonString(column.name)}]`;
  const text = column.type === 'text' || column.type === 'json' ? name : `${name}.astype(str)`;
  if (operator === 'contains')
    return [text, call('.str.contains', pythonString(value), 'case=False', 'regex=False', 'na=False')];
  const method = textMethods[operator];
  return [text, '.str.lower()', call(`.str.${method}`, pythonString(value.toLowerCase()), 'na=False')];
}

/** The rows that a filter keeps, as a boolean Series over `table`; missing values never pass a comparison. */
export function filterCode(filter: Filter, columns: readonly TableColumn[]): Code {
  const column = columnNamed(columns, filter.column);
  const name = `table[${pythonString(column.name)}]`;
  switch (filter.operator) {
    case 'is-null':
      return [name, call('.isna')];
    case 'not-null':
      return [name, call('.notna')];
    case 'contains':
    case 'starts-with':
    case 'ends-with':
      return textCode(filter.operator, filter.value, column);
  }
  const operand = operandOf(filter, column, filter.part);
  if (filter.operator === 'between')
    return [operand.code, call('.between', operand.literal(filter.from), operand.literal(filter.to))];
  if (filter.operator === 'in' || filter.operator === 'not-in') {
    const among: Code = [operand.code, call('.isin', list(...filter.values.map(operand.literal)))];
    if (filter.operator === 'in') return among;
    return operand.hasNulls ? [name, call('.notna'), ' & ~', among] : ['~', among];
  }
  if (!('value' in filter)) return name;
  const right = operand.literal(filter.value);
  if (right === 'True' || right === 'False')
    return [operand.code, call(filter.operator === 'ne' ? '.ne' : '.eq', right)];
  const comparison: Code = [operand.code, ` ${comparisons[filter.operator]} ${right}`];
  if (filter.operator === 'ne' && operand.hasNulls) return [name, call('.notna'), ' & (', comparison, ')'];
  return comparison;
}
