import type { DocumentProblem } from '@sandsmith/contracts/domain/document';
import { createProblemList, documentEmpty, documentUnreadable, quoted } from '../document-faults.ts';
import { type DetectedEncoding, detectEncoding } from '../encoding/detect-encoding.ts';
import { utf8Chunks } from '../encoding/utf8-chunks.ts';
import type { Reader, StagedColumn, StagedTable, StageRequest } from '../reader.ts';
import { createStagedWriter, maxRowBytes, type StagedWriter } from '../staging/staged-writer.ts';
import { type Dialect, detectDialect } from './dialect.ts';
import { columnNames, numberedNames } from './header.ts';
import {
  createRecordParser,
  fieldText,
  incomplete,
  type RecordParser,
  unclosedQuote,
} from './record-parser.ts';
import { writeRecord } from './write-record.ts';

const sampleBytes = 256 * 1024;
export const maxColumns = 512;
/** After so many quotes that never close, the file does not use quotes. */
const maxUnclosedQuotes = 20;

export const csvReader: Reader = {
  formats: ['csv', 'tsv'],
  async stage(request, onProgress) {
    const encoding = detectEncoding(request.path);
    const dialect = readDialect(request, encoding);
    const problems = createProblemList();
    for (const problem of remarks(dialect, encoding)) problems.add(problem);
    const width = Math.min(dialect.width, maxColumns);
    const writer = createStagedWriter(request.stagedPath);
    try {
      const chunks = utf8Chunks(request, encoding, onProgress);
      const context = { name: request.name, dialect, width, writer, addProblem: problems.add };
      const { rowCount, skipRows } = stageRecords(chunks, context);
      if (rowCount === 0 && !dialect.hasHeader) throw documentEmpty(request.name, 'holds nothing but blanks');
      return describe({ dialect, encoding, width, writer, rowCount, skipRows, problems: problems.list() });
    } finally {
      writer.close();
    }
  },
};

function readDialect(request: StageRequest, encoding: DetectedEncoding): Dialect {
  const parts: Buffer[] = [];
  let bytes = 0;
  for (const chunk of utf8Chunks(request, encoding)) {
    parts.push(chunk);
    bytes += chunk.length;
    if (bytes > sampleBytes) break;
  }
  const sample = Buffer.concat(parts).subarray(0, sampleBytes);
  if (sample.toString('latin1').trim() === '' && bytes <= sampleBytes) {
    throw documentEmpty(request.name, 'holds nothing but blanks');
  }
  return detectDialect(sample, { isWhole: bytes <= sampleBytes, prefersTab: request.format === 'tsv' });
}

function remarks(dialect: Dialect, encoding: DetectedEncoding): DocumentProblem[] {
  const found: DocumentProblem[] = [];
  if (encoding.isDamaged) {
    found.push({ message: 'Some bytes are not valid UTF-8; they are shown as \ufffd.' });
  }
  if (dialect.skippedRecords > 0) {
    found.push({ line: 1, message: 'The text before the table is not part of it and was skipped.' });
  }
  if (!dialect.hasHeader) {
    found.push({
      message: 'The first line holds values and no names, so the columns are named column1, column2, …',
    });
  }
  if (dialect.width > maxColumns) {
    found.push({ message: `The file has ${dialect.width} columns; the first ${maxColumns} are read.` });
  }
  const names = dialect.hasHeader ? dialect.header : [];
  const repeated = names.find((name, index) => name.trim() !== '' && names.indexOf(name) !== index);
  if (repeated !== undefined) {
    found.push({
      message: `The column name ${quoted(repeated)} occurs more than once; the copies are numbered.`,
    });
  }
  return found;
}

interface StageContext {
  name: string;
  dialect: Dialect;
  width: number;
  writer: StagedWriter;
  addProblem: (problem: DocumentProblem) => void;
}

interface Progress {
  records: number;
  rowCount: number;
  line: number;
  skipRows: number;
  unclosedQuotes: number;
}

function stageRecords(chunks: Iterable<Buffer>, context: StageContext): Progress {
  const parser = createRecordParser(context.dialect.delimiter.charCodeAt(0));
  const progress: Progress = { records: 0, rowCount: 0, line: 1, skipRows: 0, unclosedQuotes: 0 };
  let rest: Buffer = Buffer.alloc(0);
  for (const chunk of chunks) {
    const buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    rest = buffer.subarray(stageBuffer(buffer, { parser, context, progress, isLast: false }));
  }
  stageBuffer(rest, { parser, context, progress, isLast: true });
  return progress;
}

interface BufferRun {
  parser: RecordParser;
  context: StageContext;
  progress: Progress;
  isLast: boolean;
}

/** Takes every whole record out of the buffer; returns where the unfinished one starts. */
function stageBuffer(buffer: Buffer, { parser, context, progress, isLast }: BufferRun): number {
  let position = 0;
  while (position < buffer.length) {
    const isLiteral = progress.unclosedQuotes > maxUnclosedQuotes;
    let next = parser.parse(buffer, position, { isLast, isLiteral });
    if (next === unclosedQuote) {
      progress.unclosedQuotes += 1;
      context.addProblem({
        line: progress.line,
        message: 'A quote is opened here and never closed; it is read as an ordinary character.',
      });
      next = parser.parse(buffer, position, { isLast, isLiteral: true });
    }
    if (next === incomplete) {
      if (buffer.length - position > maxRowBytes) throw rowTooLarge(context.name, progress.line);
      return position;
    }
    if (next - position > maxRowBytes / 2) throw rowTooLarge(context.name, progress.line);
    takeRecord(buffer, parser, context, progress);
    progress.line += parser.lines;
    position = next;
  }
  return position;
}

function rowTooLarge(name: string, line: number) {
  return documentUnreadable(
    name,
    `The row at line ${line} is larger than ${maxRowBytes / 2 / 1024 / 1024} MB. Check that its lines end in a line break and its quotes are closed, and upload it again.`,
    { line },
  );
}

function takeRecord(buffer: Buffer, parser: RecordParser, context: StageContext, progress: Progress): void {
  const isBlank = parser.count === 1 && fieldText(parser, buffer, 0).trim() === '';
  if (isBlank) return;
  const { dialect, width, writer, addProblem } = context;
  const record = progress.records;
  progress.records += 1;
  if (record < dialect.skippedRecords) return;
  if (record === dialect.skippedRecords) {
    progress.skipRows = progress.line - 1;
    if (dialect.hasHeader) return;
  }
  const fault = fieldCountFault(parser, buffer, dialect.width);
  if (fault) addProblem({ line: progress.line, message: fault });
  if (parser.hasTextAfterQuote) {
    addProblem({
      line: progress.line,
      message: 'Text follows a closing quote; it is read as part of the field.',
    });
  }
  writeRecord(writer, { parser, buffer, width, index: progress.rowCount, line: progress.line });
  progress.rowCount += 1;
}

function fieldCountFault(parser: RecordParser, buffer: Buffer, width: number): string | undefined {
  const { count } = parser;
  if (count === width) return undefined;
  const fields = count === 1 ? '1 field' : `${count} fields`;
  if (count < width) return `Has ${fields} instead of ${width}; the missing ones are read as empty.`;
  for (let index = width; index < count; index += 1) {
    const extra = fieldText(parser, buffer, index);
    if (extra.trim() !== '') {
      return `Has ${fields} instead of ${width}; what is beyond is left out, from ${quoted(extra, 40)} on.`;
    }
  }
  return undefined;
}

interface Description {
  dialect: Dialect;
  encoding: DetectedEncoding;
  width: number;
  writer: StagedWriter;
  rowCount: number;
  skipRows: number;
  problems: DocumentProblem[];
}

function describe({
  dialect,
  encoding,
  width,
  writer,
  rowCount,
  skipRows,
  problems,
}: Description): StagedTable {
  const names = dialect.hasHeader ? columnNames(dialect.header, width) : numberedNames(width);
  const columns = names.map(
    (name, column): StagedColumn => ({ name, source: 'any', isEscaped: writer.isEscaped(column) }),
  );
  return {
    columns,
    rowCount,
    problems,
    positionWord: 'line',
    details: {
      encoding: encoding.encoding,
      delimiter: dialect.delimiter,
      hasHeader: dialect.hasHeader,
      ...(skipRows > 0 ? { skipRows } : {}),
    },
  };
}
