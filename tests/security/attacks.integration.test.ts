import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '@sandsmith/foundation/ids';
import { silentLogger } from '@sandsmith/foundation/logger';
import type { AttackProgram } from '@sandsmith/sandbox/attack/attack-program';
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
/**
 * Groups whose programs meet the kernel and the engine, not what is in an image, and that wait or burn for seconds: each
 * program runs on some images in turn. Those of all other groups run on every image.
 */
const inTurn = { groups: ['limits', 'endings', 'network'], images: 3 };
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

const onEvery = groups.filter(({ id }) => !inTurn.groups.includes(id)).flatMap(({ programs }) => programs);

/** The images to run it on: of the groups in turn some, so that together every image is met. */
function imagesFor(program: AttackProgram, index: number): string[] {
  const applicable = suite.languagesOf(program);
  if (onEvery.includes(program)) return applicable;
  const first = index * inTurn.images;
  const chosen = Array.from(
    { length: inTurn.images },
    (_, next) => attacked[(first + next) % attacked.length],
  );
  return program.languages === 'all' ? applicable.filter((id) => chosen.includes(id)) : applicable;
}

test('every image has to hold at least 60 programs', () => {
  expect(onEvery.filter(({ languages }) => languages === 'all').length).toBeGreaterThanOrEqual(60);
});

describe.each(groups)('$title', ({ programs }) => {
  test.each(programs)(
    '$id',
    async (program) => {
      const languages = imagesFor(program, programs.indexOf(program));
      const outcomes = await suite.attack(program, { signal: AbortSignal.timeout(900_000), languages });
      expect(outcomes.map(({ language }) => language)).toEqual(languages);
      expect(outcomes.length).toBeGreaterThan(0);
      expect(outcomes.filter(({ passed }) => !passed)).toEqual([]);
    },
    900_000,
  );
});

test('a fresh run of every language sees nothing of all that', async () => {
  expect(await suite.lastLook({ signal: AbortSignal.timeout(300_000) })).toEqual([]);
}, 300_000);
