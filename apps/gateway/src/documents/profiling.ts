import { join } from 'node:path';
import type { DocumentRecord, DocumentRepository } from '@sandsmith/db/repositories/documents';
import { isSandsmithError, SandsmithError } from '@sandsmith/foundation/errors';
import type { Logger } from '@sandsmith/foundation/logger';
import type { Ingestion } from '@sandsmith/ingestion/ingestion-port';
import type { DocumentEvents } from './document-events.ts';
import { toDocumentSummary } from './document-view.ts';

/** What a profile ended with: the fault is the file's own, for a person to read. */
export type ProfilingOutcome = { status: 'ready' | 'deleted' } | { status: 'failed'; error: SandsmithError };

export interface Profiling {
  /** Takes up documents that an earlier server left unfinished. */
  start(): Promise<void>;
  /** Puts a document in line; resolves when its profile is there or cannot be made. */
  profile(document: DocumentRecord): Promise<ProfilingOutcome>;
  /** Waits for a document that is in line; resolves at once for any other. */
  waitFor(documentId: string): Promise<void>;
  /** Ends the work on a document that is deleted. */
  abandon(documentId: string): void;
  waiting(): number;
  close(): Promise<void>;
}

export interface ProfilingOptions {
  documents: DocumentRepository;
  ingestion: Ingestion;
  events: DocumentEvents;
  dataDirectory: string;
  logger: Logger;
}

const concurrency = 2;

/** Reads documents in the background, two at a time; tells progress and the end as document events. */
export function createProfiling(options: ProfilingOptions): Profiling {
  const { documents, events, logger } = options;
  const work = new Map<string, { done: Promise<ProfilingOutcome>; controller: AbortController }>();
  const turns = createTurns(concurrency);

  async function run(document: DocumentRecord, signal: AbortSignal): Promise<ProfilingOutcome> {
    await turns.take();
    try {
      signal.throwIfAborted();
      const outcome = await ingestDocument(document, options, signal);
      return outcome;
    } catch (error) {
      // Stopping leaves the row as it is, and the next start takes it up again.
      if (signal.aborted) return { status: 'deleted' };
      logger.error({ err: error, documentId: document.id }, 'profiling broke');
      return failDocument(document, documents, events, unexpected(document.name, error));
    } finally {
      turns.end();
    }
  }

  function profile(document: DocumentRecord): Promise<ProfilingOutcome> {
    const known = work.get(document.id);
    if (known) return known.done;
    const controller = new AbortController();
    const done = run(document, controller.signal).finally(() => work.delete(document.id));
    work.set(document.id, { done, controller });
    return done;
  }

  return {
    profile,
    async start() {
      for (const document of await documents.listProfiling())
        profile(document).catch((error: unknown) =>
          logger.error({ err: error }, 'profiling could not be resumed'),
        );
    },
    async waitFor(documentId) {
      await work.get(documentId)?.done;
    },
    abandon: (documentId) =>
      work.get(documentId)?.controller.abort(new DOMException('deleted', 'AbortError')),
    waiting: () => work.size,
    async close() {
      const running = [...work.values()];
      for (const { controller } of running) controller.abort(new DOMException('stopping', 'AbortError'));
      await Promise.allSettled(running.map(({ done }) => done));
    },
  };
}

/** So many at a time; the others wait in the order in which they came. */
function createTurns(places: number) {
  const line: (() => void)[] = [];
  let free = places;
  return {
    async take(): Promise<void> {
      if (free === 0) await new Promise<void>((resolve) => line.push(resolve));
      else free -= 1;
    },
    end(): void {
      const next = line.shift();
      if (next) next();
      else free += 1;
    },
  };
}

async function ingestDocument(
  document: DocumentRecord,
  { documents, ingestion, events, dataDirectory }: ProfilingOptions,
  signal: AbortSignal,
): Promise<ProfilingOutcome> {
  const { id, projectId, name } = document;
  try {
    const found = await ingestion.ingest(
      { name, path: join(dataDirectory, document.storedPath) },
      {
        signal,
        onProgress: ({ bytesRead, bytesTotal }) =>
          void events.publish(projectId, {
            type: 'document.progress',
            documentId: id,
            bytesRead,
            bytesTotal,
          }),
      },
    );
    signal.throwIfAborted();
    const ready = await documents.markReady(id, found);
    if (!ready) return { status: 'deleted' };
    await events.publish(projectId, { type: 'document.changed', document: toDocumentSummary(ready) });
    return { status: 'ready' };
  } catch (error) {
    if (signal.aborted || !isSandsmithError(error) || !error.code.startsWith('document.')) throw error;
    return failDocument(document, documents, events, error);
  }
}

async function failDocument(
  { id, projectId }: DocumentRecord,
  documents: DocumentRepository,
  events: DocumentEvents,
  error: SandsmithError,
): Promise<ProfilingOutcome> {
  const failed = await documents.markFailed(id, [{ message: error.message }]);
  if (!failed) return { status: 'deleted' };
  await events.publish(projectId, { type: 'document.changed', document: toDocumentSummary(failed) });
  return { status: 'failed', error };
}

function unexpected(name: string, cause: unknown): SandsmithError {
  return new SandsmithError({
    code: 'document.unreadable',
    message: `${name} could not be read because of a fault on the server, and its log tells more. Delete the document and upload it again.`,
    cause,
  });
}
