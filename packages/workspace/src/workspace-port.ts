import type { TreeEntry } from '@sandsmith/contracts/domain/project';

export interface StoredFile {
  path: string;
  bytes: number;
  /** Hex SHA-256 of the content; the ETag is this in quotes. */
  sha256: string;
  modifiedAt: string;
}

export type Manifest = StoredFile[];

/** Port: the files of projects. Paths are project-relative and checked (contracts/domain/file-path). */
export interface Workspace {
  tree(projectId: string): Promise<TreeEntry[]>;
  read(projectId: string, path: string): Promise<{ content: Buffer; file: StoredFile }>;
  /** Atomic. `ifMatch` is the SHA-256 the caller last saw; a mismatch throws `file.changed-meanwhile`. */
  write(
    projectId: string,
    path: string,
    content: Uint8Array,
    options?: { ifMatch?: string },
  ): Promise<StoredFile>;
  remove(projectId: string, path: string): Promise<void>;
  /** Every file with its content, for a run. */
  readAll(projectId: string): Promise<{ path: string; content: Buffer }[]>;
  /** Keeps the present contents and tells them; the caller stores the manifest. */
  snapshot(projectId: string): Promise<Manifest>;
  /** Makes the files equal to a manifest. */
  restore(projectId: string, manifest: Manifest): Promise<void>;
  /** A zip of the files as a stream of bytes. */
  archive(projectId: string): AsyncIterable<Uint8Array>;
  removeProject(projectId: string): Promise<void>;
  /** A folder that belongs to the project and is no part of its files: artifacts, uploads. */
  privateDirectory(projectId: string, name: string): Promise<string>;
}
