import { createHash, randomBytes } from 'node:crypto';
import { chmod, cp, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { messageOf, SandsmithError } from '@sandsmith/foundation/errors';
import type { Logger } from '@sandsmith/foundation/logger';
import type { Account } from './account.ts';
import { findBinaries } from './binaries.ts';
import { canTraverse } from './traversal.ts';

export interface EmbeddedHome {
  /** Holds everything below; passable by the server's account. */
  directory: string;
  cluster: string;
  passwordFile: string;
  portFile: string;
  logFile: string;
  ownerFile: string;
  /** The folder with bin/, lib/ and share/, readable by the server's account. */
  binaries: string;
}

async function makePassable(directory: string): Promise<boolean> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o711 });
    const { mode, uid } = await stat(directory);
    if (uid !== process.getuid?.()) return false;
    // Passing through is what the server's account needs; listing stays closed to it.
    await chmod(directory, (mode & 0o777) | 0o111);
    return true;
  } catch {
    return false;
  }
}

async function choosePlace(wanted: string, account: Account | undefined, logger: Logger): Promise<string> {
  if (!account) {
    await mkdir(wanted, { recursive: true });
    return wanted;
  }
  const parent = path.dirname(wanted);
  if ((await canTraverse(parent, account)) && (await makePassable(wanted))) return wanted;
  const hash = createHash('sha256').update(wanted).digest('hex').slice(0, 16);
  const candidates = [
    path.join('/var/lib/sandsmith', hash),
    path.join(os.tmpdir(), `sandsmith-database-${hash}`),
  ];
  for (const candidate of candidates) {
    if (!(await makePassable(path.dirname(candidate))) && !(await canTraverse(candidate, account))) continue;
    if (!(await makePassable(candidate)) || !(await canTraverse(candidate, account))) continue;
    // So that a person who finds the folder knows whose it is.
    await writeFile(path.join(candidate, 'made-for'), `${wanted}\n`, { mode: 0o600 });
    logger.warn(
      { wanted, directory: candidate, account: account.uid },
      'The database is kept in another folder, because the account it runs as cannot enter the wanted one',
    );
    return candidate;
  }
  throw new SandsmithError({
    code: 'database.unavailable',
    message:
      `The embedded Postgres runs as the account "postgres", which cannot enter ${wanted}, nor could a folder be ` +
      'made below /var/lib/sandsmith. Choose a DATA_DIR that every account may pass through, or set DATABASE_URL.',
  });
}

/** The binaries where the server's account can read them: a copy where the installation is closed to it. */
async function placeBinaries(account: Account | undefined, logger: Logger): Promise<string> {
  const { root, version } = findBinaries();
  if (!account || (await canTraverse(root, account))) return root;
  const name = `postgres-${version}`;
  for (const parent of ['/var/lib/sandsmith', path.join(os.tmpdir(), 'sandsmith-postgres')]) {
    if (!(await makePassable(parent)) || !(await canTraverse(parent, account))) continue;
    const target = path.join(parent, name);
    if (await stat(path.join(target, 'bin', 'postgres')).catch(() => undefined)) return target;
    logger.info(
      { from: root, to: target },
      'Copying the Postgres binaries to where their account can run them',
    );
    const partial = `${target}.${process.pid}.partial`;
    await cp(root, partial, { recursive: true, dereference: true });
    await chmod(partial, 0o755);
    await rename(partial, target).catch(async (error: unknown) => {
      await rm(partial, { recursive: true, force: true });
      if (!(await stat(target).catch(() => undefined))) throw error;
    });
    return target;
  }
  return root;
}

export async function prepareHome(options: {
  directory: string;
  account: Account | undefined;
  logger: Logger;
}): Promise<EmbeddedHome> {
  const { account, logger } = options;
  const wanted = path.resolve(options.directory);
  try {
    const directory = await choosePlace(wanted, account, logger);
    return {
      directory,
      cluster: path.join(directory, 'cluster'),
      passwordFile: path.join(directory, 'password'),
      portFile: path.join(directory, 'port'),
      logFile: path.join(directory, 'server.log'),
      ownerFile: path.join(directory, 'owner.json'),
      binaries: await placeBinaries(account, logger),
    };
  } catch (cause) {
    if (cause instanceof SandsmithError) throw cause;
    throw new SandsmithError({
      code: 'database.unavailable',
      message: `The folder of the database (${wanted}) cannot be prepared: ${messageOf(cause)}. Check the disk and its permissions.`,
      cause,
    });
  }
}

/** The server's password: random, made once, readable by this account alone. */
export async function readOrMakePassword(file: string): Promise<string> {
  const known = await readFile(file, 'utf8').catch(() => '');
  if (known.length > 0) return known;
  const password = randomBytes(24).toString('hex');
  await writeFile(`${file}.partial`, password, { mode: 0o600 });
  await rename(`${file}.partial`, file);
  return password;
}
