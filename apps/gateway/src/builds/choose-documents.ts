import type { DocumentId } from '@sandsmith/contracts/domain/ids';
import type { DocumentRecord, DocumentRepository } from '@sandsmith/db/repositories/documents';
import { delay } from '@sandsmith/foundation/delay';
import { SandsmithError } from '@sandsmith/foundation/errors';
import type { Profiling } from '../documents/profiling.ts';
import { invalidInput } from '../http/parse-input.ts';

export interface ChooseDocumentsOptions {
  documents: DocumentRepository;
  profiling: Profiling;
}

/** A document that was uploaded a moment ago is waited for, so that uploading and asking can follow each other. */
const waitMs = 10_000;

/** The documents of a build: those asked for, or all of the project; every one of them ready. */
export async function chooseDocuments(
  wanted: { projectId: string; documentIds: DocumentId[] | undefined },
  { documents, profiling }: ChooseDocumentsOptions,
): Promise<DocumentId[]> {
  const all = await documents.listByProject(wanted.projectId);
  const chosen = wanted.documentIds === undefined ? all : pick(wanted.documentIds, all);
  const waiting = chosen.filter(({ status }) => status === 'profiling');
  if (waiting.length > 0) await waitForProfiles(waiting, profiling);
  const now = await documents.listByIds(chosen.map(({ id }) => id));
  // A document that cannot be read stands in nobody's way, unless it was asked for by name.
  const usable = wanted.documentIds === undefined ? now.filter(({ status }) => status !== 'failed') : now;
  for (const document of usable) if (document.status !== 'ready') throw notReady(document);
  return usable.map(({ id }) => id);
}

function pick(ids: DocumentId[], all: DocumentRecord[]): DocumentRecord[] {
  const byId = new Map(all.map((document) => [document.id, document]));
  const issues = ids.flatMap((id, index) =>
    byId.has(id) ? [] : [{ path: `documentIds.${index}`, message: 'is not a document of this project' }],
  );
  if (issues.length > 0) throw invalidInput('body', issues);
  return [...new Set(ids)].flatMap((id) => byId.get(id) ?? []);
}

async function waitForProfiles(waiting: DocumentRecord[], profiling: Profiling): Promise<void> {
  const timer = new AbortController();
  const late = delay(waitMs, timer.signal).catch(() => undefined);
  await Promise.race([late, Promise.all(waiting.map(({ id }) => profiling.waitFor(id)))]);
  timer.abort();
}

function notReady({ name, status }: DocumentRecord): SandsmithError {
  return new SandsmithError({
    code: 'document.not-ready',
    message:
      status === 'failed'
        ? `${name} could not be read; its problems are in GET /api/v1/documents/{id}. Correct the file and upload it again, or leave it out.`
        : `${name} is still being read. Wait until its status is "ready", and try again.`,
    isRetryable: status === 'profiling',
  });
}
