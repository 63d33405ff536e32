import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and belongs to another account.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Alive and doing something: one that has ended and waits to be collected by its parent is not. */
export async function isRunning(pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return text.charAt(text.lastIndexOf(')') + 2) !== 'Z';
}

/** The command line of a process with spaces between its parts; empty where there is none. */
export async function commandLine(pid: number): Promise<string> {
  try {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
  } catch {
    if (process.platform === 'linux') return '';
  }
  return run('ps', ['-p', String(pid), '-o', 'command=']).then(
    ({ stdout }) => stdout.trim(),
    () => '',
  );
}

/** Tells one life of a process id from another; empty where the system does not say. */
export async function startMark(pid: number): Promise<string> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold spaces: fields are counted after it. The 22nd is the start time.
    const mark = text.slice(text.lastIndexOf(')') + 2).split(' ')[19];
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
    return `${boot.trim()}:${mark ?? ''}`;
  } catch {
    return '';
  }
}
