import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { delay } from '@sandsmith/foundation/delay';
import type Docker from 'dockerode';
import { createEngine } from '../docker/engine.ts';

const run = promisify(execFile);
const patienceMs = 30_000;
const stopMs = 15_000;

/** A Docker engine of a test's own, which it may stop and start as it likes. */
export interface OwnDaemon {
  /** `unix:///path`. */
  host: string;
  engine: Docker;
  start(): Promise<void>;
  /** As the system's service manager does. */
  stop(): Promise<void>;
  /** Brings an image of the machine's engine over. */
  take(image: string, from: Docker): Promise<void>;
  close(): Promise<void>;
}

const program = ['/usr/bin', '/usr/sbin', '/usr/local/bin']
  .map((folder) => `${folder}/dockerd`)
  .find((file) => existsSync(file));

/** Only root on a machine with Docker's daemon can have one. */
export const canOwnDaemon = process.getuid?.() === 0 && program !== undefined;

async function unmountBelow(directory: string): Promise<void> {
  const mounts = (await readFile('/proc/self/mounts', 'utf8'))
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '');
  const own = mounts.filter((place) => place.startsWith(`${directory}/`)).toSorted();
  for (const place of own.toReversed()) await run('umount', ['--lazy', place]).catch(() => {});
}

/**
 * Everything of it lies in a folder of its own. It gets a bridge of its own, too: with none, it would remove that of the
 * machine's engine.
 */
export async function createOwnDaemon(): Promise<OwnDaemon> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'sandsmith-daemon-'));
  const bridge = `sand${process.pid}`.slice(0, 15);
  const host = `unix://${directory}/docker.sock`;
  const engine = createEngine({ host });
  await run('ip', ['link', 'add', bridge, 'type', 'bridge']);
  await run('ip', ['addr', 'add', '10.213.77.1/24', 'dev', bridge]);
  let daemon: ChildProcess | undefined;
  let log = '';

  async function start(): Promise<void> {
    const places = ['--data-root', `${directory}/data`, '--exec-root', `${directory}/exec`];
    const own = ['--pidfile', `${directory}/pid`, '-H', host, '--bridge', bridge, '--shutdown-timeout', '2'];
    const apart = ['--iptables=false', '--ip6tables=false', '--ip-masq=false', '--ip-forward=false'];
    const child = spawn(program ?? '', [...places, ...own, ...apart], { stdio: ['ignore', 'pipe', 'pipe'] });
    daemon = child;
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        log = (log + chunk.toString('utf8')).slice(-8_000);
      });
    const untilMs = Date.now() + patienceMs;
    while (child.exitCode === null && Date.now() < untilMs) {
      if (await engine.ping().catch(() => undefined)) return;
      await delay(100);
    }
    throw new Error(`the daemon of the test did not start:\n${log}`);
  }

  async function stop(): Promise<void> {
    const child = daemon;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const last = setTimeout(() => child.kill('SIGKILL'), stopMs);
    child.kill('SIGTERM');
    await ended;
    clearTimeout(last);
  }

  return {
    host,
    engine,
    start,
    stop,
    async take(image, from) {
      const archive = await from.getImage(image).get();
      const stream = await engine.loadImage(archive);
      await new Promise<void>((resolve, reject) => {
        engine.modem.followProgress(stream, (error: Error | null) => (error ? reject(error) : resolve()));
      });
    },
    async close() {
      await stop();
      await run('ip', ['link', 'delete', bridge]).catch(() => {});
      await unmountBelow(directory);
      await rm(directory, { recursive: true, force: true });
    },
  };
}
