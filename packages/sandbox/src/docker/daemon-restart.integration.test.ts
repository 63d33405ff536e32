import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RunResult } from '@sandsmith/contracts/domain/run';
import { delay } from '@sandsmith/foundation/delay';
import { newId } from '@sandsmith/foundation/ids';
import { silentLogger } from '@sandsmith/foundation/logger';
import { canOwnDaemon, createOwnDaemon, type OwnDaemon } from '../conformance/own-daemon.ts';
import { defaultImagesDirectory, readImageFolders } from '../languages/image-folders.ts';
import { runToEnd, type Sandbox } from '../sandbox-port.ts';
import { buildImages } from './build-images.ts';
import { createDockerSandbox } from './docker-sandbox.ts';
import { createEngine, labels } from './engine.ts';

const instanceId = `test-${newId()}`;
let daemon: OwnDaemon;
let sandbox: Sandbox;
let root = '';

async function go(command: string, onOutput: () => void = () => {}): Promise<RunResult> {
  const request = {
    runId: newId(),
    ownerId: 'owner',
    language: 'bash',
    files: [],
    command,
    network: 'none' as const,
    limits: { wallTimeMs: 60_000 },
    artifactsDirectory: path.join(root, newId()),
  };
  return runToEnd(sandbox.run(request, { signal: new AbortController().signal }), ({ type }) => {
    if (type === 'stdout.delta') onOutput();
  });
}

async function containers(): Promise<string[]> {
  const filters = { label: [`${labels.instance}=${instanceId}`] };
  return (await daemon.engine.listContainers({ all: true, filters })).map(({ State }) => State);
}

/** Eight programs, each in the middle of its work. */
async function eightUnderWay(): Promise<Promise<RunResult>[]> {
  const started = Array.from({ length: 8 }, () => Promise.withResolvers<void>());
  const running = started.map(({ resolve }) => go('echo here; sleep 45; echo never', resolve));
  await Promise.race([Promise.all(started.map(({ promise }) => promise)), Promise.all(running)]);
  return running;
}

/** Elsewhere the engine that goes away is one behind a connection that is cut: see engine-loss.integration.test.ts. */
(canOwnDaemon ? describe : describe.skip)('a daemon that is stopped and started', () => {
  beforeAll(async () => {
    await buildImages({ languages: ['bash'], onProgress: () => {}, signal: AbortSignal.timeout(600_000) });
    root = await mkdtemp(path.join(os.tmpdir(), 'sandsmith-restart-'));
    daemon = await createOwnDaemon();
    await daemon.start();
    const bash = (await readImageFolders(defaultImagesDirectory)).find(({ id }) => id === 'bash');
    await daemon.take(bash?.tag ?? '', createEngine());
    sandbox = createDockerSandbox({
      logger: silentLogger,
      instanceId,
      imagesDirectory: defaultImagesDirectory,
      engineHost: daemon.host,
      concurrency: 8,
      poolSize: 2,
    });
    await sandbox.start();
  }, 700_000);

  afterAll(async () => {
    await sandbox?.close();
    expect(await containers()).toEqual([]);
    await daemon?.close();
    await rm(root, { recursive: true, force: true });
  }, 60_000);

  test('in the middle of eight runs: each says so, nothing is left, and the next one works by itself', async () => {
    const running = await eightUnderWay();
    await daemon.stop();
    const results = await Promise.all(running);
    for (const result of results) {
      expect(result).toMatchObject({ status: 'infrastructure-error', exitCode: null, stdout: 'here\n' });
      expect(result.message).toMatch(/Docker|container/);
    }
    expect(await go('echo away')).toMatchObject({ status: 'infrastructure-error', stdout: '' });
    expect(await sandbox.unavailableReason()).toMatch(/could not be reached/);

    await daemon.start();
    await delay(3_100);
    expect(await sandbox.unavailableReason()).toBeUndefined();
    expect(await go('echo back')).toMatchObject({ status: 'succeeded', stdout: 'back\n' });
    // what stands ready is all that there is, as soon as the last run is cleared away
    const untilMs = Date.now() + 20_000;
    const isQuiet = async () => (await containers()).every((state) => state === 'running');
    while (!(await isQuiet()) && Date.now() < untilMs) await delay(100);
    const states = await containers();
    expect([states.length <= 2, new Set(states)]).toEqual([true, new Set(['running'])]);
  }, 240_000);
});
