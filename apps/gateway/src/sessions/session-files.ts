import { join } from 'node:path';
import { placeDocuments } from '@sandsmith/builder/model/build-documents';
import { hashBytes } from '@sandsmith/crypto/tokens';
import type { DocumentRepository } from '@sandsmith/db/repositories/documents';
import type { SandboxFile } from '@sandsmith/sandbox/sandbox-port';
import type { Workspace } from '@sandsmith/workspace/workspace-port';
import { isSyncable } from './syncable-path.ts';

export interface SessionFiles {
  files: SandboxFile[];
  /** SHA-256 of those among them that are kept the same, by path. */
  initial: Map<string, string>;
  documentPaths: Set<string>;
}

/** What a session begins with: the project's files, and its documents where builds have them too. */
export async function gatherSessionFiles(
  projectId: string,
  options: {
    workspace: Pick<Workspace, 'readAll'>;
    documents: Pick<DocumentRepository, 'listByProject'>;
    dataDirectory: string;
  },
): Promise<SessionFiles> {
  const { workspace, documents, dataDirectory } = options;
  const byPath = new Map<string, SandboxFile>();
  const initial = new Map<string, string>();
  for (const { path, content } of await workspace.readAll(projectId)) {
    byPath.set(path, { path, content });
    if (isSyncable(path)) initial.set(path, hashBytes(content));
  }
  const usable = (await documents.listByProject(projectId)).filter(({ status }) => status !== 'failed');
  const placed = placeDocuments(usable);
  for (const { record, path } of placed) {
    byPath.set(path, { path, hostPath: join(dataDirectory, record.storedPath), readOnly: true });
    initial.delete(path);
  }
  return { files: [...byPath.values()], initial, documentPaths: new Set(placed.map(({ path }) => path)) };
}
