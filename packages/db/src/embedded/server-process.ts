import { spawn } from 'node:child_process';
import { open, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { delay } from '@sandsmith/foundation/delay';
import { SandsmithError } from '@sandsmith/foundation/errors';
import type { Account } from './account.ts';
import { explainOutput, serverEnvironment } from './cluster.ts';
import type { EmbeddedHome } from './home.ts';
import { commandLine, isRunning } from './process-facts.ts';

const pollMs = 10;
const startTimeoutMs = 60_000;
const maxLogBytes = 5 * 1024 * 1024;
const fastStopMs = 10_000;

export interface RunningServer {
  pid: number;
  port: number;
}

const settings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=100',
  'shared_buffers=64MB',
  // One machine, no replicas: less to write, and a small footprint on disk.
  'wal_level=minimal',
  'max_wal_senders=0',
  'max_wal_size=512MB',
  'jit=off',
  'log_min_messages=warning',
  'log_checkpoints=off',
  'log_timezone=UTC',
  'timezone=UTC',
];

/** postmaster.pid by lines: 1 process, 4 port, 8 status. */
async function readPidFile(
  cluster: string,
): Promise<{ pid: number; port: number; status: string } | undefined> {
  const text = await readFile(path.join(cluster, 'postmaster.pid'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const lines = text.split('\n');
  return { pid: Number(lines[0]), port: Number(lines[3]), status: lines[7]?.trim() ?? '' };
}

async function waitUntilGone(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    if (!(await isRunning(pid))) return true;
    await delay(pollMs);
  }
  return !(await isRunning(pid));
}

/** Ends a server: first the way that rolls back and checkpoints, then harder. */
export async function stopServer(pid: number): Promise<void> {
  for (const [signal, timeoutMs] of [
    ['SIGINT', fastStopMs],
    ['SIGQUIT', 3_000],
    ['SIGKILL', 3_000],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
      throw error;
    }
    if (await waitUntilGone(pid, timeoutMs)) return;
  }
}

/**
 * A server of this cluster that outlived the process that started it (kill -9), or undefined. A pid file that
 * speaks of a dead or foreign process is removed, so that it cannot stop the next start.
 */
export async function findSurvivor(home: EmbeddedHome): Promise<RunningServer | undefined> {
  const found = await readPidFile(home.cluster);
  if (!found) return undefined;
  if (Number.isInteger(found.pid) && found.pid > 1 && (await isRunning(found.pid))) {
    const command = await commandLine(found.pid);
    if (command.includes(home.cluster)) {
      if (found.status === 'ready') return { pid: found.pid, port: found.port };
      await stopServer(found.pid);
    }
  }
  await rm(path.join(home.cluster, 'postmaster.pid'), { force: true });
  return undefined;
}

async function isFree(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(undefined));
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
  });
}

/** The port used last time where it is free, else any free one. */
export async function choosePort(portFile: string): Promise<number> {
  const remembered = Number(await readFile(portFile, 'utf8').catch(() => '0'));
  const usable = Number.isInteger(remembered) && remembered > 1024 && remembered < 65_536;
  const port = (usable ? await isFree(remembered) : undefined) ?? (await isFree(0));
  if (port) return port;
  throw new SandsmithError({
    code: 'database.unavailable',
    message:
      'No port on 127.0.0.1 is free for the embedded database. Stop programs that listen on many ports.',
  });
}

async function tail(file: string, from: number): Promise<string> {
  const text = await readFile(file).catch(() => Buffer.alloc(0));
  return text.subarray(from).toString('utf8').trim().slice(-1_200);
}

/** Starts the server and waits until it takes connections. */
export async function startServer(options: {
  home: EmbeddedHome;
  account: Account | undefined;
  port: number;
}): Promise<RunningServer> {
  const { home, account, port } = options;
  const isLogLarge = ((await stat(home.logFile).catch(() => undefined))?.size ?? 0) > maxLogBytes;
  const log = await open(home.logFile, isLogLarge ? 'w' : 'a', 0o600);
  const logStart = (await log.stat()).size;
  let hasEnded = false;
  let spawnError: Error | undefined;
  try {
    // Its own process group: Ctrl-C on the terminal reaches only us, and we close it last. Its output goes to a
    // file, so that it never writes into a pipe whose reader is gone.
    const child = spawn(
      path.join(home.binaries, 'bin', 'postgres'),
      ['-D', home.cluster, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
      {
        ...account,
        cwd: home.directory,
        env: serverEnvironment(),
        detached: true,
        stdio: ['ignore', log.fd, log.fd],
      },
    );
    child.once('error', (error) => {
      spawnError = error;
      hasEnded = true;
    });
    child.once('exit', () => {
      hasEnded = true;
    });
    child.unref();
    const deadline = Date.now() + startTimeoutMs;
    while (!hasEnded && Date.now() < deadline) {
      const found = await readPidFile(home.cluster);
      if (child.pid && found?.pid === child.pid && found.status === 'ready') return { pid: child.pid, port };
      await delay(pollMs);
    }
    if (!hasEnded && child.pid) await stopServer(child.pid);
  } finally {
    await log.close();
  }
  const output = spawnError ? spawnError.message : await tail(home.logFile, logStart);
  throw new SandsmithError({
    code: 'database.unavailable',
    message: `The database in ${home.directory} did not start. ${explainOutput(output)} Postgres said: ${output}`,
    cause: spawnError,
    // A port taken between the look and the start is worth another try.
    isRetryable: /could not bind|Address already in use/i.test(output),
  });
}
