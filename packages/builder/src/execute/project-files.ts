import type { BuilderContext } from '../builder-context.ts';

const maxTextBytes = 200_000;

function textOf(content: Buffer): string | undefined {
  if (content.length > maxTextBytes || content.includes(0)) return undefined;
  return content.toString('utf8');
}

/** The project's text files by path, for models; binaries and very large files are left out. */
export async function readTextFiles(
  context: BuilderContext,
  projectId: string,
  isWanted: (path: string) => boolean = () => true,
): Promise<Record<string, string>> {
  const files = await context.workspace.readAll(projectId);
  const texts = files
    .filter(({ path }) => isWanted(path))
    .map(({ path, content }) => [path, textOf(content)]);
  return Object.fromEntries(texts.filter(([, text]) => text !== undefined));
}
