import { isSandsmithError, messageOf } from '@sandsmith/foundation/errors';
import { buildImages } from './docker/build-images.ts';

/** `node build-images-cli.ts [language …]`: builds what is stale, one line of progress for each step. */
const interrupted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => interrupted.abort(new Error(`stopped by ${name}`)));
}

const languages = process.argv.slice(2);
let last = '';
try {
  const startedMs = Date.now();
  const { built, upToDate } = await buildImages({
    languages: languages.length > 0 ? languages : undefined,
    signal: interrupted.signal,
    onProgress: ({ message }) => {
      if (message !== last) console.log(`sandbox ${message}`);
      last = message;
    },
  });
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
  console.log(`sandbox images: ${built.length} built, ${upToDate.length} up to date (${seconds} s)`);
} catch (error) {
  console.error(
    isSandsmithError(error) ? error.message : `Building the sandbox images failed: ${messageOf(error)}`,
  );
  process.exitCode = 1;
}
