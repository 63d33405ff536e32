/** The text is not JSON at this place, counted from 1. */
export class JsonSyntaxError extends Error {
  readonly line: number;
  readonly column: number;

  constructor(message: string, { line, column }: { line: number; column: number }) {
    super(message);
    this.name = 'JsonSyntaxError';
    this.line = line;
    this.column = column;
  }
}

/** Counts lines, so that a fault can be told by its line and column. */
export interface JsonPlace {
  /** A line begins at the byte `at`. */
  startLine(at: number): void;
  /** Throws the fault at the byte `at`, which is in the present line. */
  fail(message: string, at: number): never;
}

export function createJsonPlace(): JsonPlace {
  let line = 1;
  let lineStart = 0;
  return {
    startLine(at) {
      line += 1;
      lineStart = at;
    },
    fail(message, at) {
      throw new JsonSyntaxError(message, { line, column: at - lineStart + 1 });
    },
  };
}
