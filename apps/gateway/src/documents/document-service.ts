import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Ownership } from '@sandsmith/auth/ownership';
import type { Principal } from '@sandsmith/auth/principal';
import type { DocumentRows, DocumentSummary, DocumentView } from '@sandsmith/contracts/domain/document';
import type { DocumentRecord, DocumentRepository } from '@sandsmith/db/repositories/documents';
import type { ProjectRecord } from '@sandsmith/db/repositories/projects';
import { delay } from '@sandsmith/foundation/delay';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { newId } from '@sandsmith/foundation/ids';
import type { Ingestion } from '@sandsmith/ingestion/ingestion-port';
import type { Request } from 'express';
import type { DocumentEvents } from './document-events.ts';
import { freeDocumentName } from './document-name.ts';
import { toDocumentSummary, toDocumentView } from './document-view.ts';
import type { Profiling, ProfilingOutcome } from './profiling.ts';
import { type ReceivedFile, receiveUpload } from './receive-upload.ts';
import type { TurnTaking } from './turn-taking.ts';

export interface TakenDocument {
  document: DocumentRecord;
  /** Settles when the profile is there or cannot be made. */
  outcome: Promise<ProfilingOutcome>;
}

export interface DocumentService {
  /** Takes every file of a multipart body, or none. */
  upload(
    project: ProjectRecord,
    input: { request: Request; signal: AbortSignal },
  ): Promise<DocumentSummary[]>;
  list(principal: Principal, projectId: string): Promise<DocumentSummary[]>;
  read(principal: Principal, id: string): Promise<DocumentView>;
  rows(
    principal: Principal,
    id: string,
    page: { offset: number; limit: number; signal: AbortSignal },
  ): Promise<DocumentRows>;
  suggest(principal: Principal, projectId: string): Promise<string[]>;
  remove(principal: Principal, id: string): Promise<void>;
  /** Stores files that wait in the incoming folder and has them profiled. */
  take(projectId: string, files: ReceivedFile[]): Promise<TakenDocument[]>;
  /** Removes everything stored for a project that is being deleted. */
  removeAll(projectId: string): Promise<void>;
}

export interface DocumentServiceOptions {
  access: Ownership;
  documents: DocumentRepository;
  ingestion: Ingestion;
  profiling: Profiling;
  events: DocumentEvents;
  turns: TurnTaking;
  dataDirectory: string;
  incomingDirectory: string;
  maxBytes: number;
  suggest: (documents: DocumentRecord[]) => string[];
}

/** Uploads up to this size are profiled before the answer, so that a fault of the file is told at once. */
const waitForBytes = 16 * 1024 * 1024;
const waitMs = 5_000;

export function createDocumentService(options: DocumentServiceOptions): DocumentService {
  const { access, documents, ingestion, profiling, events, dataDirectory } = options;

  async function removeStored(document: DocumentRecord): Promise<void> {
    profiling.abandon(document.id);
    await documents.remove(document.id);
    await rm(dirname(join(dataDirectory, document.storedPath)), { recursive: true, force: true });
    await events.publish(document.projectId, { type: 'document.deleted', documentId: document.id });
  }

  /** One project at a time: two uploads of the same name must not both get it. */
  const take = (projectId: string, files: ReceivedFile[]) =>
    options.turns.run(projectId, () => storeFiles(projectId, files, options));

  return {
    take,
    async upload(project, { request, signal }) {
      const { ingestion: detector, incomingDirectory, maxBytes } = options;
      const input = { request, signal, ingestion: detector, incomingDirectory, maxBytes };
      return receiveUpload(input, async (files) => {
        const taken = await take(project.id, files);
        const outcomes = await awaitSmall(taken);
        const failed = outcomes.find((outcome) => outcome?.status === 'failed');
        if (failed?.status === 'failed') {
          for (const { document } of taken) await removeStored(document);
          throw failed.error;
        }
        return (await documents.listByIds(taken.map(({ document }) => document.id))).map(toDocumentSummary);
      });
    },
    async list(principal, projectId) {
      await access.project(principal, projectId);
      return (await documents.listByProject(projectId)).map(toDocumentSummary);
    },
    read: async (principal, id) => toDocumentView(await access.document(principal, id)),
    async rows(principal, id, { offset, limit, signal }) {
      const { profile, storedPath, name, status } = await access.document(principal, id);
      if (!profile) throw notReady(name, status);
      return ingestion.rows(
        { path: join(dataDirectory, storedPath), profile },
        { offset, limit },
        { signal },
      );
    },
    async suggest(principal, projectId) {
      await access.project(principal, projectId);
      return options.suggest(await documents.listByProject(projectId));
    },
    async remove(principal, id) {
      await removeStored(await access.document(principal, id));
    },
    async removeAll(projectId) {
      for (const document of await documents.listByProject(projectId)) profiling.abandon(document.id);
      await rm(join(dataDirectory, 'uploads', projectId), { recursive: true, force: true });
    },
  };
}

async function storeFiles(
  projectId: string,
  files: ReceivedFile[],
  { documents, profiling, events, dataDirectory }: DocumentServiceOptions,
): Promise<TakenDocument[]> {
  const names = new Set((await documents.listByProject(projectId)).map(({ name }) => name));
  const stored: DocumentRecord[] = [];
  try {
    for (const file of files) {
      const name = freeDocumentName(file.name, names);
      names.add(name);
      stored.push(await storeFile({ file, name, projectId, documents, dataDirectory }));
    }
  } catch (error) {
    for (const { id, storedPath } of stored) {
      await documents.remove(id);
      await rm(dirname(join(dataDirectory, storedPath)), { recursive: true, force: true });
    }
    throw error;
  }
  return stored.map((document) => {
    const outcome = profiling.profile(document);
    outcome.catch(() => undefined);
    void events.publish(projectId, { type: 'document.changed', document: toDocumentSummary(document) });
    return { document, outcome };
  });
}

async function storeFile(options: {
  file: ReceivedFile;
  name: string;
  projectId: string;
  documents: DocumentRepository;
  dataDirectory: string;
}): Promise<DocumentRecord> {
  const { file, name, projectId, documents, dataDirectory } = options;
  const id = newId();
  // A folder of its own: the reader keeps what it derived from a document beside it.
  const storedPath = join('uploads', projectId, id, 'document');
  const path = join(dataDirectory, storedPath);
  await mkdir(dirname(path), { recursive: true });
  await rename(file.path, path);
  try {
    const { format, bytes, sha256 } = file;
    return await documents.create({ id, projectId, name, format, bytes, sha256, storedPath });
  } catch (error) {
    await rm(dirname(path), { recursive: true, force: true });
    throw error;
  }
}

/** What became of small uploads within a few seconds; larger ones and slower ones go on in the background. */
async function awaitSmall(taken: TakenDocument[]): Promise<(ProfilingOutcome | undefined)[]> {
  if (taken.reduce((sum, { document }) => sum + document.bytes, 0) > waitForBytes) return [];
  const timer = new AbortController();
  const late = delay(waitMs, timer.signal).then(
    () => undefined,
    () => undefined,
  );
  try {
    return await Promise.all(taken.map(({ outcome }) => Promise.race([outcome, late])));
  } finally {
    timer.abort();
  }
}

function notReady(name: string, status: DocumentRecord['status']): SandsmithError {
  return new SandsmithError({
    code: 'document.not-ready',
    message:
      status === 'failed'
        ? `${name} could not be read, so it has no rows. Its problems are in GET /api/v1/documents/{id}.`
        : `${name} is still being read. Wait until its status is "ready", and ask again.`,
  });
}
