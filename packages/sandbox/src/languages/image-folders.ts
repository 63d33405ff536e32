import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { type LanguageDefinition, languageFileSchema } from './language-definition.ts';

/** The folder of the image that all others are built from. */
export const runnerFolder = 'runner';
export const baseImage = 'debian:trixie-slim';

/** `sandbox-images/` of this repository. */
export const defaultImagesDirectory = fileURLToPath(new URL('../../../../sandbox-images', import.meta.url));

/** One image to build: its folder's files and the tag that follows from them. */
export interface ImageFolder {
  id: string;
  tag: string;
  /** Its parent's tag; the base image for the runner. */
  parentTag: string;
  files: { name: string; content: Buffer }[];
  /** Left out for the runner, which is no language. */
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

function tagFor(id: string, parentTag: string, files: ImageFolder['files']): string {
  const hash = createHash('sha256').update(`${id}\0${parentTag}\0`);
  for (const { name, content } of files) hash.update(`${name}\0${content.length}\0`).update(content);
  return `sandsmith/${id}:${hash.digest('hex').slice(0, 16)}`;
}

function parseLanguage(id: string, files: ImageFolder['files']): LanguageDefinition {
  const file = files.find(({ name }) => name === 'language.json');
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

/** Every image of `sandbox-images/`, parents before children, each tag derived from what it is made of. */
export async function readImageFolders(imagesDirectory: string): Promise<ImageFolder[]> {
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
      .map(async ({ name }) => ({ id: name, files: await readFolder(path.join(imagesDirectory, name)) })),
  );
  const waiting = folders.map((folder) => ({
    ...folder,
    language: folder.id === runnerFolder ? undefined : parseLanguage(folder.id, folder.files),
  }));
  waiting.sort((a, b) => (a.language?.order ?? 0) - (b.language?.order ?? 0));

  const ordered: ImageFolder[] = [];
  while (waiting.length > 0) {
    const index = waiting.findIndex(
      ({ language }) => !language || ordered.some(({ id }) => id === language.parent),
    );
    const [next] = index < 0 ? [] : waiting.splice(index, 1);
    if (!next) {
      const names = waiting.map(({ id }) => id).join(', ');
      throw new SandsmithError({
        code: 'sandbox.failed',
        message: `The sandbox images ${names} name a parent that does not exist. Correct "parent" in their language.json.`,
      });
    }
    const parentTag = ordered.find(({ id }) => id === next.language?.parent)?.tag ?? baseImage;
    const tag = tagFor(next.id, parentTag, next.files);
    const language = next.language && { ...next.language, imageTag: tag };
    ordered.push({ id: next.id, files: next.files, tag, parentTag, language });
  }
  return ordered;
}
