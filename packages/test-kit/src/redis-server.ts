import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { delay } from '@sandsmith/foundation/delay';

export interface RedisServer {
  /** Starts a real redis-server; after `stop` it starts again at the same address. */
  start(): Promise<{ url: string; port: number }>;
  /** Kills the process, as a crash would; the port stays reserved for the next `start`. */
  stop(): Promise<void>;
  /** Stops and removes everything. */
  close(): Promise<void>;
}

/** A real Redis of its own for a test: free port, nothing saved, no trace left. */
export function createRedisServer(): RedisServer {
  let directory: string | undefined;
  let port: number | undefined;
  let server: ChildProcess | undefined;

  async function stop(): Promise<void> {
    const running = server;
    server = undefined;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const exited = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGKILL');
    await exited;
  }

  return {
    async start() {
      directory ??= await mkdtemp(join(tmpdir(), 'sandsmith-redis-'));
      port ??= await freePort();
      server = await launch(port, directory);
      return { url: `redis://127.0.0.1:${port}`, port };
    },
    stop,
    async close() {
      await stop();
      if (directory) await rm(directory, { recursive: true, force: true });
      directory = undefined;
    },
  };
}

async function launch(port: number, directory: string): Promise<ChildProcess> {
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn('redis-server', [...options, '--dir', directory], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stdout.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  const waiting = new AbortController();
  const failure = new Promise<never>((_resolve, reject) => {
    child.once('error', (error) => reject(startError(error)));
    child.once('exit', (code) => reject(new Error(`redis-server ended with code ${code}:\n${log}`)));
  });
  failure.catch(() => undefined);
  const ready = async (): Promise<void> => {
    for (let waitedMs = 0; !/ready to accept connections/i.test(log); waitedMs += 20) {
      if (waitedMs > 10_000) throw new Error(`redis-server was not ready after 10 s:\n${log}`);
      await delay(20, waiting.signal);
    }
  };
  try {
    await Promise.race([ready(), failure]);
  } finally {
    waiting.abort();
  }
  return child;
}

function startError(error: Error): Error {
  if (!('code' in error) || error.code !== 'ENOENT') return error;
  return new Error(
    'redis-server is not on PATH, so the Redis driver cannot be tested. Install it: apt-get install redis-server (Debian, Ubuntu) or brew install redis (macOS).',
    { cause: error },
  );
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', resolve);
  });
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('the probe has no port');
  return address.port;
}
