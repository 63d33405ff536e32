import type { CleanOperation, CleanQuestion } from '../../question.ts';
import { type Code, call } from '../python/layout.ts';
import { pythonString } from '../python/python-literal.ts';
import type { QuestionPart } from '../question-code.ts';
import { isDate, isNumeric, type TableColumn } from '../table-column.ts';
import { testSource } from './test-source.ts';
import { frameCode, groupCell, type TinyCell, type TinyRow } from './tiny-frame.ts';

function has(question: CleanQuestion, kind: CleanOperation['kind']): boolean {
  return question.operations.some((operation) => operation.kind === kind);
}

/** Three different rows, the first of them twice, and one with gaps in the columns that may have them. */
function tinyRows(columns: readonly TableColumn[]): TinyRow[] {
  const cell = (column: TableColumn, group: number): TinyCell =>
    column.type === 'boolean' ? group === 1 : groupCell(column, group);
  const rows = [0, 1, 2, 0].map(
    (group): TinyRow => Object.fromEntries(columns.map((column) => [column.name, cell(column, group)])),
  );
  const gappy = Object.fromEntries(
    columns.map((column) => [column.name, column.hasNulls ? null : cell(column, 1)]),
  );
  return [...rows, gappy];
}

/** The first column whose gaps an operation fills or drops. */
function gapColumn(question: CleanQuestion, columns: readonly TableColumn[]): TableColumn | undefined {
  const kinds = question.operations.filter(
    (operation) => operation.kind === 'drop-missing' || operation.kind === 'fill-missing',
  );
  const operation = kinds[0];
  if (!operation || has(question, 'normalize-names') || has(question, 'rename-column')) return undefined;
  return columns.find((column) => {
    const isAsked = operation.columns === undefined || operation.columns.includes(column.name);
    if (!isAsked || !column.hasNulls || column.profile.distinctCount === 0) return false;
    if (operation.kind === 'drop-missing' || operation.with === 'mode' || operation.with === 'forward')
      return true;
    const isNumber = typeof operation.with === 'string' || typeof operation.with.value === 'number';
    return isNumber ? isNumeric(column) : !isNumeric(column) && !isDate(column) && column.type !== 'boolean';
  });
}

/** A few rows with a duplicate and gaps: what each step must leave behind. */
export function cleanTests(part: QuestionPart<CleanQuestion>): string[] {
  const { question, columns, name } = part;
  const steps = question.operations.length;
  const gap = gapColumn(question, columns);
  const body: Code[] = [
    ['table = ', frameCode(tinyRows(columns), columns)],
    ['cleaned, changes = ', call(`analysis.${name}`, 'table')],
    `assert len(changes) == ${steps}`,
    'assert len(table) == 5',
  ];
  const duplicates = question.operations.find((operation) => operation.kind === 'drop-duplicates');
  if (duplicates && duplicates.columns === undefined) body.push('assert not cleaned.duplicated().any()');
  if (gap) body.push(`assert cleaned[${pythonString(gap.name)}].notna().all()`);
  for (const operation of question.operations) {
    if (operation.kind === 'drop-columns')
      for (const column of operation.columns)
        body.push(`assert ${pythonString(column)} not in cleaned.columns`);
    if (operation.kind === 'rename-column')
      body.push(`assert ${pythonString(operation.to)} in cleaned.columns`);
  }
  if (has(question, 'normalize-names'))
    body.push('assert all(column == column.strip().lower() for column in cleaned.columns)');
  return [testSource(`${name}_of_a_few_rows`, body)];
}
