import type { DocumentFormat, DocumentProblem, DocumentProfile } from '@sandsmith/contracts/domain/document';

/**
 * What the values of a column were before they became text. `any`: the file holds text alone (CSV), so the type is
 * inferred from it. The others come from formats that know types.
 */
export type ColumnSource = 'any' | 'string' | 'number' | 'boolean' | 'temporal' | 'json' | 'mixed';

export interface StagedColumn {
  name: string;
  source: ColumnSource;
  /** Whether some cell holds escaped characters; see staging/staged-writer. */
  isEscaped: boolean;
  /** For `mixed`: where the first value of another kind stands, in words. */
  oddity?: string;
}

/** What a reader made of a file: a staged text file with one line a row, and what it learned on the way. */
export interface StagedTable {
  columns: StagedColumn[];
  rowCount: number;
  problems: DocumentProblem[];
  /** What the number of a row counts: physical lines, rows of a sheet, or records. */
  positionWord: 'line' | 'row' | 'record';
  details: Pick<
    DocumentProfile,
    'encoding' | 'delimiter' | 'hasHeader' | 'sheet' | 'sheets' | 'recordPath' | 'skipRows'
  >;
}

export interface StageRequest {
  name: string;
  path: string;
  format: DocumentFormat;
  stagedPath: string;
}

/** One file format. Runs inside a worker thread, so it may block; the thread is ended to cancel it. */
export interface Reader {
  formats: readonly DocumentFormat[];
  stage(request: StageRequest, onProgress: (bytesRead: number) => void): Promise<StagedTable>;
}
