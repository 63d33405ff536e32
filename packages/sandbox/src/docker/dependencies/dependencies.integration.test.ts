import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '@sandsmith/foundation/ids';
import { silentLogger } from '@sandsmith/foundation/logger';
import { removeVolumesOf, volumesOf } from '../../conformance/engine-volumes.ts';
import { createSandboxHarness, textFile } from '../../conformance/sandbox-harness.ts';
import { defaultImagesDirectory } from '../../languages/image-folders.ts';
import { buildImages } from '../build-images.ts';
import { createDockerSandbox } from '../docker-sandbox.ts';
import { createEngine, labels } from '../engine.ts';
import { pruneSets } from './prune-sets.ts';
import { createSetVolumes } from './set-volumes.ts';

const instanceId = `test-${newId()}`;
const engine = createEngine();
const harness = createSandboxHarness();
const label = `${labels.instance}=${instanceId}`;
const created: string[] = [];

const volumeNames = () => volumesOf(instanceId);

async function containerIds(): Promise<string[]> {
  const containers = await engine.listContainers({ all: true, filters: { label: [label] } });
  return containers.map(({ Id }) => Id);
}

/** How many containers the engine has made during `work`. */
async function countCreated(work: () => Promise<unknown>): Promise<number> {
  const before = created.length;
  await work();
  // the engine tells with a moment's delay
  await new Promise((resolve) => setTimeout(resolve, 300));
  return created.length - before;
}

/** Waits until there are no volumes but those of `before`: they are removed behind the run's back. */
async function untilGone(before: string[]): Promise<void> {
  const giveUp = AbortSignal.timeout(20_000);
  for (;;) {
    const added = (await volumeNames()).filter((name) => !before.includes(name));
    if (added.length === 0) return;
    if (giveUp.aborted) throw new Error(`${added} were not removed`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** A run whose manifest names one small package; `name` makes it a set of its own. */
function runOf(name: string, { version = '3.0.1', program = 'console.log(require("is-odd")(3))' } = {}) {
  const manifest = JSON.stringify({ name, dependencies: { 'is-odd': version } });
  return {
    language: 'javascript',
    files: [textFile('main.cjs', program), textFile('package.json', manifest)],
    network: 'packages' as const,
  };
}

/** Notes every container that the engine makes; gives the function that stops it. */
async function watchEngine(): Promise<() => void> {
  const filters = JSON.stringify({ type: ['container'], event: ['create'], label: [label] });
  const events = await engine.getEvents({ filters });
  events.on('data', (chunk) => created.push(String(chunk)));
  return () => {
    if (events instanceof Readable) events.destroy();
  };
}

let stopWatching = () => {};

beforeAll(async () => {
  const signal = AbortSignal.timeout(600_000);
  await buildImages({ languages: ['javascript'], onProgress: () => {}, signal });
  stopWatching = await watchEngine();
  await harness.start(async () => {
    const imagesDirectory = defaultImagesDirectory;
    const sandbox = createDockerSandbox({ logger: silentLogger, instanceId, imagesDirectory, poolSize: 0 });
    return { sandbox, leftovers: containerIds, close: () => sandbox.close() };
  });
}, 600_000);
afterAll(async () => {
  stopWatching();
  await harness.stop();
  expect(await containerIds()).toEqual([]);
  await removeVolumesOf(instanceId);
});

describe('packages that a manifest names', () => {
  test('are installed once: the next run of the same set makes no container but its own', async () => {
    const seen: string[][] = [];
    const run = async () => {
      const { result, events: told } = await harness.run(runOf('once'));
      expect(result).toMatchObject({ status: 'succeeded', phase: 'run', stdout: 'true\n', stderr: '' });
      seen.push(told.flatMap((event) => (event.type === 'run.preparing' ? [event.message] : [])));
    };
    // the install, a look at its size, the program
    expect(await countCreated(run)).toBe(3);
    expect(await countCreated(run)).toBe(1);
    expect(seen).toEqual([[expect.stringContaining('package.json')], []]);
  });

  test('are installed once for runs that come at the same time', async () => {
    const count = await countCreated(async () => {
      const outcomes = await Promise.all([1, 2, 3].map(() => harness.run(runOf('together'))));
      expect(outcomes.map(({ result }) => result.stdout)).toEqual(['true\n', 'true\n', 'true\n']);
    });
    expect(count).toBe(5);
  });

  test('are read-only for the program, which has no network', async () => {
    const program = `
      const fs = require('node:fs');
      for (const file of ['/deps/mine', '/deps/node_modules/is-odd/index.js'])
        try { fs.writeFileSync(file, 'x'); console.log('written'); } catch (error) { console.log(error.code); }
      require('node:net').connect(3128, '127.0.0.1').on('error', (error) => console.log(error.code));`;
    const { result } = await harness.run(runOf('sealed', { program }));
    expect(result.stdout).toBe('EROFS\nEROFS\nECONNREFUSED\n');
  });
});

describe('installs that do not end well', () => {
  test('fail the run with what the installer said, and leave nothing', async () => {
    const before = await volumeNames();
    const { result, events: told } = await harness.run(runOf('failing', { version: '99.99.99' }));
    expect(result).toMatchObject({ status: 'failed', phase: 'compile', stdout: '' });
    expect(result.stderr).toContain('is-odd@99.99.99');
    expect(result.message).toContain('package.json');
    expect(told.map(({ type }) => type)).not.toContain('run.started');
    await untilGone(before);
  });

  test('are given up with the run that waits for them', async () => {
    const before = await volumeNames();
    const controller = new AbortController();
    const { result } = await harness.run(runOf('given-up'), {
      signal: controller.signal,
      onEvent: ({ type }) => type === 'run.preparing' && setTimeout(() => controller.abort(), 500),
    });
    expect(result.status).toBe('cancelled');
    await untilGone(before);
    expect(await containerIds()).toEqual([]);
  });

  test('go when they were not used for two weeks, seal and all', async () => {
    await harness.run(runOf('old'));
    const volumes = createSetVolumes({ engine, instanceId });
    const [kept] = await volumes.list();
    expect(kept).toMatchObject({
      seal: expect.any(String),
      volumes: expect.arrayContaining([expect.any(String)]),
    });
    expect(kept?.bytes).toBeGreaterThan(1_000);
    const options = {
      volumes,
      logger: silentLogger,
      isInUse: () => false,
      maxBytes: Number.MAX_SAFE_INTEGER,
    };
    const dayMs = 86_400_000;
    await pruneSets({ ...options, nowMs: Date.now() + 13 * dayMs });
    expect(await volumes.find(kept?.key ?? '')).toBeDefined();
    await pruneSets({ ...options, nowMs: Date.now() + 15 * dayMs });
    expect(await volumes.find(kept?.key ?? '')).toBeUndefined();
    expect(await volumes.list()).toEqual([]);
  });

  test('are not taken for whole ones: a volume without its seal is not used, whatever is in it', async () => {
    await harness.run(runOf('unsealed'));
    const { Volumes } = await engine.listVolumes({ filters: { label: [label] } });
    const seals = Volumes.filter(({ Labels }) => Labels?.['dev.sandsmith.package-set-role'] === 'seal');
    for (const { Name } of seals) await engine.getVolume(Name).remove();
    expect(await countCreated(() => harness.run(runOf('unsealed')))).toBe(3);
  });
});
