import type { ColumnProfile, ColumnType } from '@sandsmith/contracts/domain/document';
import { SandsmithError } from '@sandsmith/foundation/errors';
import type { DocumentContext } from '../../model-port.ts';
import type { Source } from '../question.ts';
import { snakeName } from './python/identifier.ts';

/** A column as the generated program sees it after loading. */
export interface TableColumn {
  name: string;
  type: ColumnType;
  hasNulls: boolean;
  profile: ColumnProfile;
  /** Held as a pandas category, to fit large files into memory. */
  isCategory: boolean;
}

/** The tables' rows beyond which memory and time decide how code is written. */
export const largeRowCount = 200_000;

export function isNumeric(column: TableColumn): boolean {
  return column.type === 'integer' || column.type === 'number';
}

export function isDate(column: TableColumn): boolean {
  return column.type === 'date' || column.type === 'datetime';
}

/** Few different texts in many rows: worth keeping each text once. */
export function isWorthCategory(profile: ColumnProfile, rowCount: number): boolean {
  const isText = profile.type === 'text' || profile.type === 'time';
  return isText && rowCount > largeRowCount && profile.distinctCount <= rowCount / 10;
}

/** The file's name without folder and extension, in snake form. */
export function documentStem(document: DocumentContext): string {
  const file = document.path.split('/').at(-1) ?? document.path;
  return snakeName(file.replace(/\.[^.]+$/, ''), 'data');
}

export function documentAt(documents: readonly DocumentContext[], path: string): DocumentContext {
  const document = documents.find((candidate) => candidate.path === path);
  if (document) return document;
  throw new SandsmithError({
    code: 'build.model-cannot',
    message: `The request speaks of ${path}, which is not attached. Attach it to the project and try again.`,
  });
}

function documentColumns(document: DocumentContext): TableColumn[] {
  return document.profile.columns.map((profile) => ({
    name: profile.name,
    type: profile.type,
    hasNulls: profile.nullCount > 0,
    profile,
    isCategory: isWorthCategory(profile, document.profile.rowCount),
  }));
}

/** The name a right-hand column has in a joined table: its own, or with the document's name where both have it. */
export function joinedName(name: string, left: readonly TableColumn[], right: DocumentContext): string {
  return left.some((column) => column.name === name) ? `${name}_${documentStem(right)}` : name;
}

/** The columns of a document or of a joined table. */
export function sourceColumns(source: Source, documents: readonly DocumentContext[]): TableColumn[] {
  if (source.kind === 'document') return documentColumns(documentAt(documents, source.path));
  const left = documentColumns(documentAt(documents, source.left));
  const right = documentAt(documents, source.right);
  const shared = new Set(source.on.filter((on) => on.left === on.right).map((on) => on.left));
  const canMissLeft = source.how === 'outer';
  const canMissRight = source.how !== 'inner';
  return [
    ...left.map((column) => ({ ...column, hasNulls: column.hasNulls || canMissLeft })),
    ...documentColumns(right)
      .filter((column) => !shared.has(column.name))
      .map((column) => ({
        ...column,
        name: joinedName(column.name, left, right),
        hasNulls: column.hasNulls || canMissRight,
      })),
  ];
}

export function columnNamed(columns: readonly TableColumn[], name: string): TableColumn {
  const column = columns.find((candidate) => candidate.name === name);
  if (column) return column;
  throw new SandsmithError({
    code: 'build.model-cannot',
    message: `There is no column ${name} in the attached data. Its columns are ${columns
      .map((candidate) => candidate.name)
      .join(', ')}.`,
  });
}
