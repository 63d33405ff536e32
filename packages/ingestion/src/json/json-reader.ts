import { statSync } from 'node:fs';
import type { DocumentProblem } from '@sandsmith/contracts/domain/document';
import { maxColumns } from '../csv/csv-reader.ts';
import { columnNames, hasHeaderRow, numberedNames } from '../csv/header.ts';
import {
  createProblemList,
  documentEmpty,
  documentUnreadable,
  type ProblemList,
} from '../document-faults.ts';
import { type DetectedEncoding, detectEncoding } from '../encoding/detect-encoding.ts';
import { utf8Chunks } from '../encoding/utf8-chunks.ts';
import type { Reader, StagedTable, StageRequest } from '../reader.ts';
import { createStagedWriter, RowTooLargeError } from '../staging/staged-writer.ts';
import { jsonElements } from './json-elements.ts';
import { JsonSyntaxError } from './json-place.ts';
import { findStructure, type JsonStructure } from './json-structure.ts';
import { createJsonTable, isRecord, type JsonTable, type JsonValue, mixedMessage } from './json-table.ts';
import { parseValue } from './parse-value.ts';
import { stageLines } from './read-lines.ts';

/** Lists side by side are read whole, so they have to be of a bearable size. */
const maxColumnarBytes = 64 * 1024 * 1024;

export const jsonReader: Reader = {
  formats: ['json', 'ndjson'],
  async stage(request, onProgress) {
    const encoding = detectEncoding(request.path);
    const problems = createProblemList();
    const writer = createStagedWriter(request.stagedPath);
    try {
      const table = createJsonTable(writer);
      const context = { request, encoding, table, problems, onProgress };
      const details = request.format === 'ndjson' ? stageLines(context) : stageDocument(context);
      return describe(context, details);
    } catch (error) {
      throw translated(request.name, error);
    } finally {
      writer.close();
    }
  },
};

export interface JsonContext {
  request: StageRequest;
  encoding: DetectedEncoding;
  table: JsonTable;
  problems: ProblemList;
  onProgress: (bytesRead: number) => void;
}

function translated(name: string, error: unknown): unknown {
  if (error instanceof JsonSyntaxError) {
    const { line, column } = error;
    const why = `It is not valid JSON: line ${line}, column ${column}: ${error.message}. Correct it and upload it again.`;
    return documentUnreadable(name, why, { line, column }, error);
  }
  if (error instanceof RowTooLargeError) {
    const why = `Record ${error.position} is larger than 4 MB. Split it into smaller records and upload it again.`;
    return documentUnreadable(name, why, {}, error);
  }
  return error;
}

function stageDocument({
  request,
  encoding,
  table,
  problems,
  onProgress,
}: JsonContext): StagedTable['details'] {
  // The text is read twice: to check it and find the rows, and to take them.
  const half = (bytes: number) => onProgress(Math.floor(bytes / 2));
  const structure = findStructure(utf8Chunks(request, encoding, half));
  if (!structure) throw documentEmpty(request.name, 'holds no records');
  const total = statSync(request.path).size;
  const chunks = utf8Chunks(request, encoding, (bytes) => onProgress(Math.floor((total + bytes) / 2)));
  if (structure.kind === 'columns') stageColumns(request.name, { chunks, structure, table });
  else if (structure.kind === 'single-record') stageSingle(request.name, { chunks, structure, table });
  else stageElements({ chunks, structure, table }, problems);
  return structure.path.length > 0 ? { recordPath: structure.path.join('.') } : { recordPath: '' };
}

interface Rows {
  chunks: Iterable<Buffer>;
  structure: JsonStructure;
  table: JsonTable;
}

function stageElements({ chunks, structure, table }: Rows, problems: ProblemList): void {
  let position = 0;
  let head: JsonValue[][] | undefined = structure.kind === 'tables' ? [] : undefined;
  let names: string[] | undefined;
  const writeArray = (values: JsonValue[], at: number) => {
    const known = names ?? numberedNames(values.length);
    const entries = values.map((value, column): [string, JsonValue] => [
      known[column] ?? `column${column + 1}`,
      value,
    ]);
    table.writeRecord(Object.fromEntries(entries), at);
  };
  const settleHead = (rows: JsonValue[][]) => {
    names = arrayNames(rows);
    const first = names ? 1 : 0;
    rows.slice(first).forEach((row, index) => {
      writeArray(row, index + 1 + first);
    });
    head = undefined;
  };
  for (const { key, text } of jsonElements(chunks, structure)) {
    position += 1;
    const value = parseValue(text);
    if (Array.isArray(value) && structure.kind === 'tables') {
      if (!head) writeArray(value, position);
      else if (head.push(value) === 100) settleHead(head);
    } else if (isRecord(value)) {
      table.writeRecord(key === undefined ? value : { key, ...value }, position);
    } else if (structure.kind === 'values') table.writeRecord({ value }, position);
    else problems.add({ message: `Element ${position} is not ${describeKind(structure)} and is left out.` });
  }
  if (head) settleHead(head);
}

function describeKind({ kind }: JsonStructure): string {
  return kind === 'tables' ? 'a list as the others are' : 'an object as the others are';
}

/** The names in the first row of a list of lists, where it holds names. */
function arrayNames(rows: JsonValue[][]): string[] | undefined {
  const [first] = rows;
  if (!first?.every((value) => typeof value === 'string')) return undefined;
  const asText = rows.map((row) => row.map((value) => (typeof value === 'object' ? '' : String(value))));
  return hasHeaderRow(asText) ? columnNames(first, first.length) : undefined;
}

function wholeValue(name: string, { chunks, structure }: Rows): { [name: string]: JsonValue } {
  if (structure.end - structure.start > maxColumnarBytes) {
    const why = `It holds ${structure.kind === 'columns' ? 'one long list for each column' : 'a single large object'}, which is read up to 64 MB. Save it as a list of records or as NDJSON and upload it again.`;
    throw documentUnreadable(name, why);
  }
  const entries: [string, JsonValue][] = [];
  for (const { key, text } of jsonElements(chunks, structure)) entries.push([key ?? '', parseValue(text)]);
  return Object.fromEntries(entries);
}

function stageColumns(name: string, rows: Rows): void {
  const columns = Object.entries(wholeValue(name, rows));
  const [, first] = columns[0] ?? [];
  const length = Array.isArray(first) ? first.length : 0;
  for (let index = 0; index < length; index += 1) {
    const cells = columns.map(([column, values]): [string, JsonValue] => [
      column,
      (Array.isArray(values) ? values[index] : null) ?? null,
    ]);
    rows.table.writeRecord(Object.fromEntries(cells), index + 1);
  }
}

function stageSingle(name: string, rows: Rows): void {
  rows.table.writeRecord(wholeValue(name, rows), 1);
}

function describe(
  { encoding, table, problems, request }: JsonContext,
  details: StagedTable['details'],
): StagedTable {
  const columns = table.columns();
  if (table.rowCount() === 0 || columns.length === 0) throw documentEmpty(request.name, 'holds no records');
  const found: DocumentProblem[] = problems.list();
  if (encoding.isDamaged)
    found.push({ message: 'Some bytes are not valid UTF-8; they are shown as \ufffd.' });
  if (table.leftOutColumns() > 0) {
    found.push({
      message: `The records have more than ${maxColumns} different names; the first ${maxColumns} are read.`,
    });
  }
  for (const { name, oddity } of columns) if (oddity) found.push({ message: mixedMessage(name, oddity) });
  return {
    columns,
    rowCount: table.rowCount(),
    problems: found,
    positionWord: request.format === 'ndjson' ? 'line' : 'record',
    details: { encoding: encoding.encoding, ...details },
  };
}
