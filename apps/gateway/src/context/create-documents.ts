import { rm } from 'node:fs/promises';
import type { Ownership } from '@sandsmith/auth/ownership';
import type { DocumentRepository } from '@sandsmith/db/repositories/documents';
import type { Logger } from '@sandsmith/foundation/logger';
import type { Ingestion } from '@sandsmith/ingestion/ingestion-port';
import type { KeyValueStore } from '@sandsmith/kv/kv';
import { type Config, dataPaths } from '../config.ts';
import { createDocumentEvents, type DocumentEvents } from '../documents/document-events.ts';
import { createDocumentService, type DocumentService } from '../documents/document-service.ts';
import { createProfiling, type Profiling } from '../documents/profiling.ts';
import { suggestFor } from '../documents/suggest-for.ts';
import { createTurnTaking } from '../documents/turn-taking.ts';
import type { Lifecycle } from './lifecycle.ts';

export interface Documents {
  documents: DocumentService;
  documentEvents: DocumentEvents;
  profiling: Profiling;
}

/** Uploads and what is found in them; what a dead server left half-done is cleared away or taken up again. */
export async function createDocuments(options: {
  config: Config;
  access: Ownership;
  repository: DocumentRepository;
  ingestion: Ingestion;
  kv: KeyValueStore;
  logger: Logger;
  lifecycle: Lifecycle;
}): Promise<Documents> {
  const { config, access, repository, ingestion, kv, logger, lifecycle } = options;
  const { dataDirectory } = config;
  const incomingDirectory = dataPaths(config).incoming;
  await rm(incomingDirectory, { recursive: true, force: true });
  const documentEvents = createDocumentEvents({ kv, logger });
  const profiling = createProfiling({
    documents: repository,
    ingestion,
    events: documentEvents,
    dataDirectory,
    logger,
  });
  lifecycle.add('profiling', () => profiling.close());
  await profiling.start();
  const documents = createDocumentService({
    access,
    documents: repository,
    ingestion,
    profiling,
    events: documentEvents,
    turns: createTurnTaking(),
    dataDirectory,
    incomingDirectory,
    maxBytes: config.uploadMaxBytes,
    suggest: suggestFor,
  });
  return { documents, documentEvents, profiling };
}
