/** What the scanner tells of shallow values; offsets count bytes from the start of the text. */
export interface JsonEvents {
  /** A value begins. `kind` is the byte class of its start; `depth` is the number of containers around it. */
  valueStart(kind: 'object' | 'array' | 'scalar', depth: number, offset: number): void;
  /** A value has ended; `end` is the offset after its last byte. */
  valueEnd(depth: number, end: number): void;
  /** The key of the next value in an object, still in quotes, as UTF-8. */
  key(raw: Buffer, depth: number): void;
}

/** Ends the scan: the text is not JSON at the byte `at`. */
export type JsonFault = (message: string, at: number) => never;
