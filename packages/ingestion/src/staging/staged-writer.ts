import { closeSync, openSync, writeSync } from 'node:fs';

/**
 * The staged file: a line a row, fields parted by U+001F, without quotes, so that DuckDB splits it in parallel and
 * never guesses. The first two fields are the row's index and its position in the user's file. An empty field is
 * null. What would break a line is escaped by U+001D and a letter; see `decodeExpression`.
 */
export const fieldSeparator = 0x1f;
export const escapeByte = 0x1d;
export const letterOf = { newline: 0x6e, carriageReturn: 0x72, separator: 0x75, escape: 0x64, empty: 0x65 };

/** Longer rows are refused: a row has to fit DuckDB's buffer. */
export const maxRowBytes = 4 * 1024 * 1024;

export interface StagedWriter {
  /** Room for at least `bytes` more at `output[length]`; set `length` to what was used with `advance`. */
  reserve(bytes: number): { output: Buffer; length: number };
  advance(length: number): void;
  /** Writes a row of texts; `null` and `undefined` are null, the empty string stays one. */
  writeRow(index: number, position: number, cells: readonly (string | null | undefined)[]): void;
  /** Per column, whether a cell holds an escape. */
  isEscaped(column: number): boolean;
  markEscaped(column: number): void;
  close(): void;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters the staged file escapes
const special = /[\u0000\u001d\u001f\n\r]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const everySpecial = /[\u0000\u001d\u001f\n\r]/g;
const escapes: Record<string, string> = {
  '\u0000': '\ufffd',
  '\u001d': '\u001dd',
  '\u001f': '\u001du',
  '\n': '\u001dn',
  '\r': '\u001dr',
};

export function createStagedWriter(path: string): StagedWriter {
  const file = openSync(path, 'wx', 0o600);
  let output = Buffer.allocUnsafe(2 * maxRowBytes);
  let length = 0;
  const escapedColumns = new Set<number>();
  const flush = () => {
    for (let done = 0; done < length; ) done += writeSync(file, output, done, length - done);
    length = 0;
  };
  const reserve = (bytes: number) => {
    if (length + bytes > output.length) flush();
    if (bytes > output.length) output = Buffer.allocUnsafe(bytes);
    return { output, length };
  };
  const encode = (cell: string | null | undefined, column: number): string => {
    if (cell === null || cell === undefined) return '';
    if (cell !== '' && !special.test(cell)) return cell;
    escapedColumns.add(column);
    return cell === '' ? '\u001de' : cell.replace(everySpecial, (character) => escapes[character] ?? '');
  };
  return {
    reserve,
    advance: (newLength) => {
      length = newLength;
    },
    writeRow(index, position, cells) {
      let row = `${index}\u001f${position}`;
      for (let column = 0; column < cells.length; column += 1)
        row += `\u001f${encode(cells[column], column)}`;
      row += '\n';
      const bytes = Buffer.byteLength(row);
      if (bytes > maxRowBytes) throw new RowTooLargeError(position);
      const room = reserve(bytes);
      length = room.length + room.output.write(row, room.length, 'utf8');
    },
    isEscaped: (column) => escapedColumns.has(column),
    markEscaped: (column) => escapedColumns.add(column),
    close() {
      flush();
      closeSync(file);
    },
  };
}

export class RowTooLargeError extends Error {
  readonly position: number;

  constructor(position: number) {
    super(`The row at ${position} is larger than ${maxRowBytes} bytes`);
    this.name = 'RowTooLargeError';
    this.position = position;
  }
}

/** SQL that gives back what a cell was before it was escaped. */
export function decodeExpression(column: string): string {
  const replaced = [
    ["chr(29) || 'e'", "''"],
    ["chr(29) || 'n'", 'chr(10)'],
    ["chr(29) || 'r'", 'chr(13)'],
    ["chr(29) || 'u'", 'chr(31)'],
    ["chr(29) || 'd'", 'chr(29)'],
  ].reduce((expression, [from, to]) => `replace(${expression}, ${from}, ${to})`, column);
  return replaced;
}
