import { SandsmithError } from '@sandsmith/foundation/errors';
import type { BuilderContext } from '../builder-context.ts';

/** The documents a build works on: those asked for, or all of the project's that are ready. */
export async function chooseDocuments(
  context: BuilderContext,
  { projectId, documentIds }: { projectId: string; documentIds?: readonly string[] },
): Promise<string[]> {
  const documents = await context.documents.listByProject(projectId);
  if (!documentIds) return documents.filter(({ status }) => status === 'ready').map(({ id }) => id);
  const wanted = [...new Set(documentIds)];
  for (const id of wanted) {
    const document = documents.find((candidate) => candidate.id === id);
    if (!document)
      throw new SandsmithError({
        code: 'document.not-found',
        message: `The project has no document ${id}. Upload it first, or leave it out.`,
      });
    if (document.status === 'ready') continue;
    const reason =
      document.status === 'profiling'
        ? 'is still being read; wait a moment'
        : 'could not be read; upload it again';
    throw new SandsmithError({
      code: 'document.not-ready',
      message: `The document ${document.name} ${reason}, or leave it out.`,
    });
  }
  return wanted;
}
