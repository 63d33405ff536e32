import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { SandsmithError } from '@sandsmith/foundation/errors';

const run = promisify(execFile);
const accountName = 'postgres';

export interface Account {
  uid: number;
  gid: number;
}

async function lookUp(): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', accountName]), run('id', ['-g', accountName])]);
    return { uid: Number(uid.stdout.trim()), gid: Number(gid.stdout.trim()) };
  } catch {
    return undefined;
  }
}

/** Postgres refuses to run as root: as root, the unprivileged account it runs as, made when missing. */
export async function serverAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const existing = await lookUp();
  if (existing) return existing;
  try {
    await run('groupadd', ['--system', accountName]).catch(() => undefined);
    await run('useradd', [
      ...['--system', '--gid', accountName, '--no-create-home', '--home-dir', '/nonexistent'],
      ...['--shell', '/usr/sbin/nologin', accountName],
    ]);
  } catch (cause) {
    throw new SandsmithError({
      code: 'database.unavailable',
      message:
        'The embedded Postgres cannot run as root, and the account "postgres" could not be made. ' +
        'Make it (useradd --system postgres), start Sandsmith as another user, or set DATABASE_URL.',
      cause,
    });
  }
  const made = await lookUp();
  if (made) return made;
  throw new SandsmithError({
    code: 'database.unavailable',
    message: 'The account "postgres" was made but cannot be found. Check /etc/passwd, or set DATABASE_URL.',
  });
}
