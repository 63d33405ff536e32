import { isSandsmithError, messageOf } from '@sandsmith/foundation/errors';
import { buildImages } from './docker/build-images.ts';
import { createEngine } from './docker/engine.ts';
import { pruneImages } from './docker/images/prune-images.ts';
import { defaultImagesDirectory, readImageFolders } from './languages/image-folders.ts';

/**
 * `node build-images-cli.ts [--default] [--prune] [language …]`: builds what is stale, one line of progress for each step.
 * All languages where none is named; with --default those of the first start. --prune removes what earlier versions of
 * the folders have left in the engine.
 */
const interrupted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => interrupted.abort(new Error(`stopped by ${name}`)));
}

async function chosenLanguages(): Promise<string[] | undefined> {
  const named = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
  if (named.length > 0) return named;
  if (!process.argv.includes('--default')) return undefined;
  const folders = await readImageFolders(defaultImagesDirectory);
  return folders.flatMap(({ language }) => (language?.default ? [language.id] : []));
}

async function prune(): Promise<void> {
  const folders = await readImageFolders(defaultImagesDirectory);
  const removed = await pruneImages(
    createEngine(),
    new Set(folders.flatMap(({ tag, toolsTag }) => [tag, toolsTag])),
  );
  console.log(`sandbox images: ${removed.length} earlier ones removed`);
}

let last = '';
try {
  const startedMs = Date.now();
  const { built, upToDate } = await buildImages({
    languages: await chosenLanguages(),
    signal: interrupted.signal,
    onProgress: ({ message }) => {
      if (message !== last) console.log(`sandbox ${message}`);
      last = message;
    },
  });
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
  console.log(`sandbox images: ${built.length} built, ${upToDate.length} up to date (${seconds} s)`);
  if (process.argv.includes('--prune')) await prune();
} catch (error) {
  console.error(
    isSandsmithError(error) ? error.message : `Building the sandbox images failed: ${messageOf(error)}`,
  );
  process.exitCode = 1;
}
