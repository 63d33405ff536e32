import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { messageOf, SandsmithError } from '@sandsmith/foundation/errors';
import type Docker from 'dockerode';
import { followBuild } from '../build-stream.ts';
import { statusCodeOf } from '../engine.ts';
import type { PackageAccess } from '../package-access.ts';

const run = promisify(execFile);
const pullTimeoutMs = 120_000;
/** What the registry's slim image leaves out as well. */
const leftOut = [
  'usr/share/doc',
  'usr/share/man',
  'usr/share/info',
  'usr/share/locale',
  'var/lib/apt/lists',
  'var/cache/apt',
];

export interface BaseImageOptions {
  engine: Docker;
  /** `name:tag`. */
  image: string;
  access: PackageAccess;
  onProgress: (message: string) => void;
  signal: AbortSignal;
}

export async function hasImage(engine: Docker, tag: string): Promise<boolean> {
  try {
    await engine.getImage(tag).inspect();
    return true;
  } catch (error) {
    if (statusCodeOf(error) === 404) return false;
    throw error;
  }
}

async function pull({ engine, image, signal }: BaseImageOptions): Promise<void> {
  const abortSignal = AbortSignal.any([signal, AbortSignal.timeout(pullTimeoutMs)]);
  const stream = await engine.pull(image, { abortSignal });
  await followBuild(engine, stream, { title: `Pulling ${image}`, onStep: () => {} });
}

async function canDebootstrap(): Promise<boolean> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return /^ID(_LIKE)?="?[a-z ]*(debian|ubuntu)/m.test(release);
}

async function installDebootstrap({ onProgress, signal }: BaseImageOptions): Promise<void> {
  const isThere = await run('debootstrap', ['--version']).then(
    () => true,
    () => false,
  );
  if (isThere) return;
  onProgress('installing the package debootstrap');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const packages = ['debootstrap', 'debian-archive-keyring'];
  await run('apt-get', ['update', '-q'], { env, signal });
  await run('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...packages], { env, signal });
}

async function bootstrap(options: BaseImageOptions): Promise<void> {
  const { engine, image, access, onProgress, signal } = options;
  await installDebootstrap(options);
  const directory = await mkdtemp(path.join(os.tmpdir(), 'sandsmith-base-'));
  const root = path.join(directory, 'root');
  try {
    onProgress('making Debian trixie with debootstrap (about half a minute)');
    const mirror = access.aptMirror ?? 'http://deb.debian.org/debian';
    await run('debootstrap', ['--variant=minbase', 'trixie', root, mirror], {
      env: { ...process.env, ...access.proxy },
      maxBuffer: 64 * 1024 * 1024,
      signal,
    });
    onProgress('importing it into the engine');
    const excluded = leftOut.map((folder) => `--exclude=./${folder}/*`);
    const tar = spawn('tar', ['-C', root, '--numeric-owner', ...excluded, '-c', '.'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      signal,
    });
    const [repo, tag] = image.split(':');
    const stream = await engine.importImage(tar.stdout, { repo, tag });
    await followBuild(engine, stream, { title: `Importing ${image}`, onStep: () => {} });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Makes sure of the image that all others start from: there already, pulled, or made from Debian's packages. */
export async function ensureBaseImage(options: BaseImageOptions): Promise<void> {
  const { engine, image, onProgress, signal } = options;
  if (await hasImage(engine, image)) return;
  let pullFailure: unknown;
  try {
    onProgress('pulling it from the registry');
    await pull(options);
    if (await hasImage(engine, image)) return;
  } catch (error) {
    signal.throwIfAborted();
    pullFailure = error;
  }
  const reason = pullFailure === undefined ? '' : ` (${messageOf(pullFailure).split('\n')[0]})`;
  if (!(await canDebootstrap())) {
    throw new SandsmithError({
      code: 'sandbox.failed',
      message: `The base image ${image} could not be pulled${reason}. Give this machine access to a registry and run "docker pull ${image}", or run "npm run images" as root on Debian or Ubuntu, where it is made from the distribution's packages.`,
      cause: pullFailure,
    });
  }
  onProgress('the registry cannot be reached');
  try {
    await bootstrap(options);
  } catch (cause) {
    signal.throwIfAborted();
    throw new SandsmithError({
      code: 'sandbox.failed',
      message: `The base image ${image} could neither be pulled${reason} nor made with debootstrap: ${messageOf(cause)}. Give this machine access to a registry or to a Debian mirror (APT_MIRROR), then run "npm run images".`,
      cause,
    });
  }
}
