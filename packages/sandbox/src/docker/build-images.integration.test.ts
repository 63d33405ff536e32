import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '@sandsmith/foundation/ids';
import { silentLogger } from '@sandsmith/foundation/logger';
import { defaultImagesDirectory, readImageFolders } from '../languages/image-folders.ts';
import { type BuildProgress, buildImages } from './build-images.ts';
import { createEngine } from './engine.ts';

const engine = createEngine();
const signal = new AbortController().signal;
let root = '';

beforeAll(async () => {
  await buildImages({ onProgress: () => {}, signal });
  root = await mkdtemp(path.join(os.tmpdir(), 'sandsmith-images-'));
}, 600_000);

afterAll(() => rm(root, { recursive: true, force: true }));

test('what is up to date is not built again, and that is quick', async () => {
  const startedMs = Date.now();
  const progress: BuildProgress[] = [];
  const { built, upToDate } = await buildImages({ onProgress: (step) => progress.push(step), signal });
  expect(built).toEqual([]);
  expect(upToDate.map(({ id }) => id).toSorted()).toEqual([
    'bash',
    'javascript',
    'python',
    'runner',
    'typescript',
  ]);
  expect(progress).toEqual([]);
  expect(Date.now() - startedMs).toBeLessThan(1_000);
});

test('a changed folder is built anew, alone, with progress in words and counts', async () => {
  const imagesDirectory = path.join(root, 'changed');
  await cp(defaultImagesDirectory, imagesDirectory, { recursive: true });
  await writeFile(path.join(imagesDirectory, 'bash', 'changed.txt'), newId());
  const progress: BuildProgress[] = [];
  const { built, upToDate } = await buildImages({
    imagesDirectory,
    onProgress: (step) => progress.push(step),
    signal,
  });
  try {
    expect(built).toMatchObject([{ id: 'bash' }]);
    expect(upToDate).toHaveLength(4);
    expect(progress[0]?.message).toBe('image 1 of 1: bash');
    expect(progress.at(-1)?.message).toMatch(/^image 1 of 1: bash, step (\d+) of \1$/);
    const image = await engine.getImage(built[0]?.tag ?? '').inspect();
    expect(image.Config.Labels).toMatchObject({
      'dev.sandsmith.image': 'bash',
      'dev.sandsmith.language-version': expect.stringMatching(/^5\./),
    });
    expect(JSON.stringify(image.Config.Env)).not.toMatch(/proxy/i);
  } finally {
    for (const { tag } of built) await engine.getImage(tag).remove();
  }
}, 300_000);

test('a Dockerfile that fails says what failed and what to do, and leaves no tag', async () => {
  const imagesDirectory = path.join(root, 'broken');
  await cp(defaultImagesDirectory, imagesDirectory, { recursive: true });
  await writeFile(
    path.join(imagesDirectory, 'bash', 'Dockerfile'),
    'ARG RUNNER_IMAGE\nFROM $RUNNER_IMAGE\nRUN echo the-reason && exit 3\n',
  );
  await expect(
    buildImages({ imagesDirectory, languages: ['bash'], onProgress: () => {}, logger: silentLogger, signal }),
  ).rejects.toMatchObject({
    code: 'sandbox.failed',
    message: expect.stringMatching(/the-reason[\s\S]*|npm run images/),
  });
  const folders = await readImageFolders(imagesDirectory);
  const { tag = '' } = folders.find(({ id }) => id === 'bash') ?? {};
  await expect(engine.getImage(tag).inspect()).rejects.toMatchObject({ statusCode: 404 });
});

test('an unknown language is refused', async () => {
  await expect(buildImages({ languages: ['cobol'], onProgress: () => {}, signal })).rejects.toMatchObject({
    code: 'run.language-unknown',
  });
});
