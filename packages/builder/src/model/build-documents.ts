import type { BuildRecord } from '@sandsmith/db/repositories/build-records';
import type { DocumentRecord } from '@sandsmith/db/repositories/documents';
import { SandsmithError } from '@sandsmith/foundation/errors';
import type { DocumentContext } from '@sandsmith/llm/model-port';
import type { BuilderContext } from '../builder-context.ts';

export interface BuildDocument {
  record: DocumentRecord;
  /** Where programs find it: `data/<name>`. */
  path: string;
}

function documentGone(): SandsmithError {
  return new SandsmithError({
    code: 'document.not-found',
    message:
      'A document of this build was deleted, and the build cannot go on without it. Upload it again and start a new build.',
  });
}

/**
 * The build's documents with their places in the container; of two with one name the later gets a number. Throws
 * where one of them is gone: a program would be blamed, and repaired, for data that it cannot find.
 */
export async function findBuildDocuments(
  context: BuilderContext,
  build: Pick<BuildRecord, 'documentIds'>,
): Promise<BuildDocument[]> {
  const records = await context.documents.listByIds(build.documentIds);
  if (records.length < new Set(build.documentIds).size) throw documentGone();
  return placeDocuments(records);
}

/** Where each of them stands for programs, in builds and in sessions alike. */
export function placeDocuments(records: readonly DocumentRecord[]): BuildDocument[] {
  const taken = new Set<string>();
  return records.map((record) => {
    let name = record.name;
    for (let number = 2; taken.has(name); number += 1) name = `${number}-${record.name}`;
    taken.add(name);
    return { record, path: `data/${name}` };
  });
}

/** What a model may know of them. */
export function toDocumentContexts(documents: readonly BuildDocument[]): DocumentContext[] {
  return documents.flatMap(({ record, path }) =>
    record.profile ? [{ name: record.name, path, profile: record.profile }] : [],
  );
}
