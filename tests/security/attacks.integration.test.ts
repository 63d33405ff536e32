import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '@sandsmith/foundation/ids';
import { silentLogger } from '@sandsmith/foundation/logger';
import { attackableLanguages, createAttackSuite } from '@sandsmith/sandbox/attack/attack-suite';
import { createEngineLeftovers } from '@sandsmith/sandbox/attack/engine-leftovers';
import { readAttackPrograms } from '@sandsmith/sandbox/attack/read-attack-programs';
import { buildImages } from '@sandsmith/sandbox/docker/build-images';
import { createDockerSandbox } from '@sandsmith/sandbox/docker/docker-sandbox';
import { createEngine, labels } from '@sandsmith/sandbox/docker/engine';
import { defaultImagesDirectory } from '@sandsmith/sandbox/languages/image-folders';
import type { Sandbox } from '@sandsmith/sandbox/sandbox-port';

/** Of the machine's own choosing: a few images at a time, so that programs with a deadline still meet it. */
const imagesAtATime = 4;
const groups = await readAttackPrograms(fileURLToPath(new URL('.', import.meta.url)));
const instanceId = `attack-${newId()}`;
const engine = createEngine();
let sandbox: Sandbox;
let directory: string;
let suite: ReturnType<typeof createAttackSuite>;
let attacked: string[];

beforeAll(async () => {
  await buildImages({ onProgress: () => {}, signal: AbortSignal.timeout(3_000_000) });
  directory = await mkdtemp(join(tmpdir(), 'attacks-'));
  sandbox = createDockerSandbox({
    logger: silentLogger,
    instanceId,
    imagesDirectory: defaultImagesDirectory,
    concurrency: imagesAtATime + 1,
  });
  await sandbox.start();
  const languages = await attackableLanguages(sandbox, undefined);
  expect(languages.notBuilt).toEqual([]);
  attacked = languages.attacked;
  const leftovers = createEngineLeftovers({ instanceId });
  suite = createAttackSuite({
    sandbox,
    languages: attacked,
    directory,
    concurrency: imagesAtATime,
    lookEvery: 8,
    leftovers,
  });
}, 3_600_000);

afterAll(async () => {
  await sandbox.close();
  await rm(directory, { recursive: true, force: true });
  const filters = { label: [`${labels.instance}=${instanceId}`] };
  expect(await engine.listContainers({ all: true, filters })).toEqual([]);
}, 60_000);

test('there are at least 60 programs, and at least 60 that every image has to hold', () => {
  const programs = groups.flatMap((group) => group.programs);
  expect(programs.length).toBeGreaterThanOrEqual(60);
  expect(programs.filter(({ languages }) => languages === 'all').length).toBeGreaterThanOrEqual(60);
});

describe.each(groups)('$title', ({ programs }) => {
  test.each(programs)(
    '$id',
    async (program) => {
      const outcomes = await suite.attack(program, { signal: AbortSignal.timeout(900_000) });
      expect(outcomes.map(({ language }) => language)).toEqual(
        program.languages === 'all'
          ? attacked
          : attacked.filter((language) => program.languages.includes(language)),
      );
      expect(outcomes.length).toBeGreaterThan(0);
      expect(outcomes.filter(({ passed }) => !passed)).toEqual([]);
    },
    900_000,
  );
});

test('a fresh run of every language sees nothing of all that', async () => {
  expect(await suite.lastLook({ signal: AbortSignal.timeout(300_000) })).toEqual([]);
}, 300_000);
