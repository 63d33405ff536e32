import { createHash } from 'node:crypto';
import { readFile, readlink } from 'node:fs/promises';
import os from 'node:os';
import { labels } from './engine.ts';

/** Which server process made a container: enough to see later whether that process is still alive. */
export interface ServerIdentity {
  /** Process ids mean something only on the same boot of the same machine (and container). */
  host: string;
  /** `pid:start time`, so that a reused pid is not mistaken for the server. */
  process: string;
}

async function startTimeOf(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // the command's name, in brackets, may hold spaces: fields are counted after it, the start time is the 22nd
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

async function isRunning(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

export async function readServerIdentity(): Promise<ServerIdentity> {
  const parts = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => ''),
    readlink('/proc/self/ns/pid').catch(() => ''),
  ]);
  const host = createHash('sha256')
    .update([os.hostname(), ...parts].join('\0'))
    .digest('hex')
    .slice(0, 16);
  return { host, process: `${process.pid}:${(await startTimeOf(process.pid)) ?? ''}` };
}

/** What the servers of other machines have made and not started, or not removed yet. */
const foreignGraceMs = 30 * 60_000;

/**
 * Whether the server that made a container is gone, so that nobody else will remove it. Servers of another machine (or
 * container) cannot be asked. But an agent ends when it loses its server: what runs there has one, sessions for hours.
 */
export async function isAbandoned(
  containerLabels: Record<string, string>,
  { own, ageMs, isRunning: runs }: { own: ServerIdentity; ageMs: number; isRunning: boolean },
): Promise<boolean> {
  if (containerLabels[labels.host] !== own.host) return !runs && ageMs > foreignGraceMs;
  const [pid = '', startTime = ''] = (containerLabels[labels.process] ?? '').split(':');
  if (!/^\d+$/.test(pid)) return true;
  if (startTime === '') return !(await isRunning(Number(pid)));
  return (await startTimeOf(Number(pid))) !== startTime;
}
