import type {
  DocumentFormat,
  DocumentProblem,
  DocumentProfile,
  DocumentRows,
} from '@sandsmith/contracts/domain/document';

export interface IngestOptions {
  signal: AbortSignal;
  /** Called at most every 200 ms. */
  onProgress?: (progress: { bytesRead: number; bytesTotal: number }) => void;
}

export interface Ingested {
  profile: DocumentProfile;
  problems: DocumentProblem[];
}

/**
 * Port: reads a stored file and tells what is in it, in bounded memory. Faults of the file are SandsmithErrors
 * with codes `document.format-unsupported`, `document.unreadable`, `document.empty`.
 */
export interface Ingestion {
  /** `name` is the user's file name: its extension is a hint, the content decides. `path` is where the bytes are. */
  ingest(file: { name: string; path: string }, options: IngestOptions): Promise<Ingested>;
  rows(
    file: { path: string; profile: DocumentProfile },
    page: { offset: number; limit: number },
    options: { signal: AbortSignal },
  ): Promise<DocumentRows>;
  /** The format the name and the first bytes speak of, or throws; cheap, before the upload is taken. */
  detect(file: { name: string; head: Uint8Array }): DocumentFormat;
  close(): Promise<void>;
}
