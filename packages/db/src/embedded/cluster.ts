import { spawn } from 'node:child_process';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { SandsmithError } from '@sandsmith/foundation/errors';
import type { Account } from './account.ts';
import type { EmbeddedHome } from './home.ts';

/** Slim images have no locale but C: without these flags the cluster silently becomes SQL_ASCII. */
const localeFlags = [
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C',
];

export const superuser = 'sandsmith';

export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

/** What a failed Postgres program said, as a sentence with a remedy. */
export function explainOutput(output: string): string {
  if (/No space left on device/i.test(output)) return 'The disk is full: free some space and start again.';
  if (/Permission denied/i.test(output))
    return 'Its files belong to another account: give the folder back to the account that runs Sandsmith.';
  if (/is not compatible|initialized by PostgreSQL version/i.test(output))
    return 'It was made by another version of Postgres: move the folder away, or open it with that version.';
  if (/cannot allocate memory|could not map anonymous shared memory/i.test(output))
    return 'There is too little memory: stop other programs and start again.';
  return 'Restore the folder from a copy, or move it away to begin with an empty database.';
}

function runInitdb(home: EmbeddedHome, account: Account | undefined, target: string, passwordFile: string) {
  const arguments_ = [
    `--pgdata=${target}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    ...['--auth=scram-sha-256', '--lc-messages=C', '--no-instructions'],
    ...localeFlags,
  ];
  return new Promise<void>((resolve, reject) => {
    let output = '';
    const child = spawn(path.join(home.binaries, 'bin', 'initdb'), arguments_, {
      ...account,
      cwd: home.directory,
      env: serverEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) return resolve();
      reject(
        new SandsmithError({
          code: 'database.unavailable',
          message: `The database could not be made in ${home.directory}. ${explainOutput(output)} Postgres said: ${output.trim().slice(-600)}`,
        }),
      );
    });
  });
}

/** Makes the cluster where there is none. It appears whole: a crash in the middle leaves only a folder to sweep. */
export async function ensureCluster(options: {
  home: EmbeddedHome;
  account: Account | undefined;
  password: string;
}): Promise<{ made: boolean }> {
  const { home, account } = options;
  const version = await readFile(path.join(home.cluster, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (version !== undefined) return { made: false };
  const work = path.join(home.directory, 'cluster.partial');
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { mode: 0o700 });
  const passwordFile = path.join(work, 'password');
  await writeFile(passwordFile, `${options.password}\n`, { mode: 0o600 });
  if (account) {
    await chown(work, account.uid, account.gid);
    await chown(passwordFile, account.uid, account.gid);
  }
  const target = path.join(work, 'data');
  await runInitdb(home, account, target, passwordFile);
  await rename(target, home.cluster).catch((cause: NodeJS.ErrnoException) => {
    throw new SandsmithError({
      code: 'database.unavailable',
      message: `The folder ${home.cluster} holds something that is no database (it has no PG_VERSION). Move it away and start again.`,
      cause,
    });
  });
  await rm(work, { recursive: true, force: true });
  return { made: true };
}
