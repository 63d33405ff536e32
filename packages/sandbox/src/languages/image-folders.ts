import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { type LanguageDefinition, languageFileSchema } from './language-definition.ts';

/** The folder of the image that all others are built from, and that of the agent, which comes into them last. */
const baseFolder = 'base';
export const runnerFolder = 'runner';
export const baseImage = 'debian:trixie-slim';

/** `sandbox-images/` of this repository. */
export const defaultImagesDirectory = fileURLToPath(new URL('../../../../sandbox-images', import.meta.url));

/** One image to build: its folder's files and the tags that follow from them. */
export interface ImageFolder {
  id: string;
  /** What runs. For a language, its tools and the agent. */
  tag: string;
  /** What the Dockerfile makes, and what children are built from; the same as `tag` where there is no language. */
  toolsTag: string;
  /** The parent's `toolsTag`; Debian for the base. */
  parentTag: string;
  /** What the Dockerfile sees. */
  files: { name: string; content: Buffer }[];
  /** Left out for the base and the agent, which are no languages. */
  language?: LanguageDefinition;
}

/** Programs that prove a language, and what is written for people: a change of these is not another image. */
function isPartOfImage(name: string): boolean {
  const [top = ''] = name.split(path.sep);
  return top !== 'conformance' && !/\.md$/i.test(name);
}

async function readFolder(directory: string): Promise<ImageFolder['files']> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
    .filter(isPartOfImage)
    .sort();
  return Promise.all(
    paths.map(async (name) => ({ name, content: await readFile(path.join(directory, name)) })),
  );
}

const descriptionFile = 'language.json';

function hashOf(parts: (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}\0`).update(part);
  return hash.digest('hex').slice(0, 16);
}

function parseLanguage(id: string, files: ImageFolder['files']): LanguageDefinition {
  const file = files.find(({ name }) => name === descriptionFile);
  try {
    return { ...languageFileSchema.parse(JSON.parse(String(file?.content))), id, imageTag: '' };
  } catch (cause) {
    throw new SandsmithError({
      code: 'sandbox.failed',
      message: `sandbox-images/${id}/language.json does not describe a language. Restore the file from the repository.`,
      cause,
    });
  }
}

interface UnorderedFolder extends Pick<ImageFolder, 'id' | 'files' | 'language'> {
  parent: string | undefined;
}

function parentOf(id: string, language: LanguageDefinition | undefined): string | undefined {
  if (id === baseFolder) return undefined;
  return language?.parent ?? baseFolder;
}

async function readUnordered(imagesDirectory: string): Promise<UnorderedFolder[]> {
  const entries = await readdir(imagesDirectory, { withFileTypes: true }).catch((cause: unknown) => {
    throw new SandsmithError({
      code: 'sandbox.failed',
      message: `The folder of sandbox images, ${imagesDirectory}, cannot be read. Restore it from the repository.`,
      cause,
    });
  });
  const folders = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory())
      .map(async ({ name: id }) => {
        const files = await readFolder(path.join(imagesDirectory, id));
        const isLanguage = id !== baseFolder && id !== runnerFolder;
        const language = isLanguage ? parseLanguage(id, files) : undefined;
        // a changed description is another language, but the tools that its Dockerfile makes are the same
        const built = files.filter(({ name }) => name !== descriptionFile);
        return { id, files: built, language, parent: parentOf(id, language) };
      }),
  );
  // the agent before the languages, which take it in
  return folders.sort((a, b) => (a.language?.order ?? -1) - (b.language?.order ?? -1));
}

function tagged(folder: UnorderedFolder, ready: ImageFolder[]): ImageFolder {
  const { id, files, language, parent } = folder;
  const parentTag = ready.find((other) => other.id === parent)?.toolsTag ?? baseImage;
  const contents = files.flatMap(({ name, content }) => [name, content]);
  const toolsHash = hashOf([id, parentTag, ...contents]);
  if (!language) {
    const tag = `sandsmith/${id}:${toolsHash}`;
    return { id, files, tag, toolsTag: tag, parentTag };
  }
  const agentTag = ready.find((other) => other.id === runnerFolder)?.tag ?? '';
  const tag = `sandsmith/${id}:${hashOf([toolsHash, agentTag, ...language.versionCommand])}`;
  const toolsTag = `sandsmith/${id}:tools-${toolsHash}`;
  return { id, files, tag, toolsTag, parentTag, language: { ...language, imageTag: tag } };
}

/** Every image of `sandbox-images/`, parents before children, each tag derived from what it is made of. */
export async function readImageFolders(imagesDirectory: string): Promise<ImageFolder[]> {
  const waiting = await readUnordered(imagesDirectory);
  const ordered: ImageFolder[] = [];
  while (waiting.length > 0) {
    const index = waiting.findIndex(({ parent }) => !parent || ordered.some(({ id }) => id === parent));
    const [next] = index < 0 ? [] : waiting.splice(index, 1);
    if (!next) {
      const names = waiting.map(({ id }) => id).join(', ');
      throw new SandsmithError({
        code: 'sandbox.failed',
        message: `The sandbox images ${names} name a parent that does not exist. Correct "parent" in their language.json.`,
      });
    }
    ordered.push(tagged(next, ordered));
  }
  return ordered;
}
