import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { isRunning, startMark } from './process-facts.ts';

interface Owner {
  pid: number;
  startMark: string;
}

async function readOwner(file: string): Promise<Owner | undefined> {
  try {
    const value = JSON.parse(await readFile(file, 'utf8')) as Partial<Owner>;
    return typeof value.pid === 'number' ? { pid: value.pid, startMark: value.startMark ?? '' } : undefined;
  } catch {
    return undefined;
  }
}

async function isHeld(owner: Owner): Promise<boolean> {
  if (!(await isRunning(owner.pid))) return false;
  return owner.startMark === '' || owner.startMark === (await startMark(owner.pid));
}

/** Claims the database folder for this process; a claim left by a process that died is taken over. */
export async function claimOwnership(file: string, directory: string): Promise<() => Promise<void>> {
  const mine: Owner = { pid: process.pid, startMark: await startMark(process.pid) };
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, JSON.stringify(mine), { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      try {
        // A hard link either makes the whole file or fails: nobody ever reads half a claim.
        await link(draft, file);
        return () => rm(file, { force: true });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const owner = await readOwner(file);
      if (owner && (await isHeld(owner))) {
        throw new SandsmithError({
          code: 'database.unavailable',
          message:
            `The database in ${directory} is in use by another Sandsmith server (process ${owner.pid}). ` +
            'Stop that one first, or give this one another DATA_DIR.',
          details: { pid: owner.pid },
        });
      }
      await rm(file, { force: true });
    }
  } finally {
    await rm(draft, { force: true });
  }
  throw new SandsmithError({
    code: 'database.unavailable',
    message: `Several servers try to open the database in ${directory} at the same time. Start one of them.`,
    isRetryable: true,
  });
}
