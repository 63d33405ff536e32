import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { delay } from '@sandsmith/foundation/delay';
import { newId } from '@sandsmith/foundation/ids';
import { silentLogger } from '@sandsmith/foundation/logger';
import { defaultImagesDirectory, readImageFolders } from '../languages/image-folders.ts';
import { runToEnd } from '../sandbox-port.ts';
import { type BuildProgress, buildImages, contextOf } from './build-images.ts';
import { followBuild } from './build-stream.ts';
import { createDockerSandbox } from './docker-sandbox.ts';
import { createEngine, labels } from './engine.ts';
import { pruneImages } from './images/prune-images.ts';

const engine = createEngine();
const signal = new AbortController().signal;
let root = '';

/** A folder of images with the runner and small languages of one layer, not built before. */
async function imagesWith(languages: Record<string, string>): Promise<string> {
  const directory = await mkdtemp(path.join(root, 'images-'));
  for (const name of ['base', 'runner'])
    await cp(path.join(defaultImagesDirectory, name), path.join(directory, name), { recursive: true });
  for (const [id, step] of Object.entries(languages)) {
    await mkdir(path.join(directory, id));
    const lines = ['ARG PARENT_IMAGE', 'FROM $PARENT_IMAGE', `LABEL dev.sandsmith.test=${newId()}`, step, ''];
    await writeFile(path.join(directory, id, 'Dockerfile'), lines.join('\n'));
    const language = {
      name: `Tiny ${id}`,
      order: 1,
      parent: 'base',
      extensions: ['.sh'],
      versionCommand: ['sh', '-c', 'echo 1.2.3'],
      run: ['sh', '{entry}'],
      dependencies: { environment: {}, writeEnvironment: {}, path: [], links: {} },
      limits: {},
      sample: { path: 'main.sh', content: 'echo hello' },
    };
    await writeFile(path.join(directory, id, 'language.json'), JSON.stringify(language));
  }
  return directory;
}

async function removeImages(imagesDirectory: string): Promise<void> {
  for (const { tag, toolsTag, language } of await readImageFolders(imagesDirectory)) {
    if (!language) continue;
    for (const name of [tag, toolsTag])
      await engine
        .getImage(name)
        .remove({ force: true })
        .catch(() => {});
  }
}

beforeAll(async () => {
  await buildImages({ languages: ['bash'], onProgress: () => {}, signal });
  root = await mkdtemp(path.join(os.tmpdir(), 'sandsmith-images-'));
}, 600_000);

afterAll(() => rm(root, { recursive: true, force: true }));

test('what is up to date is not built again, and that is quick', async () => {
  const startedMs = Date.now();
  const progress: BuildProgress[] = [];
  const { built, upToDate } = await buildImages({
    languages: ['bash'],
    onProgress: (step) => progress.push(step),
    signal,
  });
  expect(built).toEqual([]);
  expect(upToDate.map(({ id }) => id)).toEqual(['base', 'runner', 'bash']);
  expect(progress).toEqual([]);
  expect(Date.now() - startedMs).toBeLessThan(1_000);
});

test('a changed folder is built anew, alone, with progress in words and counts', async () => {
  const imagesDirectory = await imagesWith({ tiny: 'RUN echo made' });
  const progress: BuildProgress[] = [];
  const { built, upToDate } = await buildImages({
    imagesDirectory,
    onProgress: (step) => progress.push(step),
    signal,
  });
  try {
    expect(built).toMatchObject([{ id: 'tiny' }]);
    expect(upToDate).toMatchObject([{ id: 'base' }, { id: 'runner' }]);
    expect(progress[0]?.message).toBe('image 1 of 1: tiny');
    expect(progress.at(-1)?.message).toMatch(/^image 1 of 1: tiny, step (\d+) of \1$/);
    const image = await engine.getImage(built[0]?.tag ?? '').inspect();
    expect(image.Config.Labels).toMatchObject({
      'dev.sandsmith.image': 'tiny',
      'dev.sandsmith.language-version': '1.2.3',
    });
    expect(JSON.stringify(image.Config.Env)).not.toMatch(/proxy/i);
  } finally {
    await removeImages(imagesDirectory);
  }
}, 300_000);

test('a Dockerfile that fails says what failed and what to do, leaves no tag, and keeps no other from being built', async () => {
  const imagesDirectory = await imagesWith({ broken: 'RUN echo the-reason && exit 3', whole: 'RUN true' });
  try {
    await expect(
      buildImages({ imagesDirectory, onProgress: () => {}, logger: silentLogger, signal }),
    ).rejects.toMatchObject({
      code: 'sandbox.failed',
      message: expect.stringMatching(/npm run images[\s\S]*the-reason/),
    });
    const folders = await readImageFolders(imagesDirectory);
    const tagOf = (name: string) => folders.find(({ id }) => id === name)?.tag ?? '';
    await expect(engine.getImage(tagOf('broken')).inspect()).rejects.toMatchObject({ statusCode: 404 });
    await expect(engine.getImage(tagOf('whole')).inspect()).resolves.toMatchObject({ Os: 'linux' });
    expect(await pruneImages(engine, await allTagsBut(tagOf('whole')))).toEqual([tagOf('whole')]);
  } finally {
    await removeImages(imagesDirectory);
  }
}, 300_000);

/** Every image there is counts as needed, but for one. */
async function allTagsBut(left: string): Promise<Set<string>> {
  const images = await engine.listImages();
  return new Set(images.flatMap(({ RepoTags }) => RepoTags ?? []).filter((tag) => tag !== left));
}

test('a language is built when it is first used, once for all who wait', async () => {
  const imagesDirectory = await imagesWith({ tiny: 'RUN sleep 2' });
  const sandbox = createDockerSandbox({
    logger: silentLogger,
    instanceId: `test-${newId()}`,
    imagesDirectory,
    poolSize: 0,
  });
  const messages: string[][] = [];
  const run = async () => {
    const own: string[] = [];
    messages.push(own);
    const events = sandbox.run(
      {
        runId: newId(),
        ownerId: 'owner',
        language: 'tiny',
        files: [{ path: 'main.sh', content: Buffer.from('echo first use') }],
        network: 'none',
        artifactsDirectory: path.join(root, newId()),
      },
      { signal },
    );
    return runToEnd(events, (event) => {
      if (event.type === 'run.preparing') own.push(event.message);
    });
  };
  try {
    expect(await sandbox.languages()).toMatchObject([{ id: 'tiny', status: 'missing', version: null }]);
    const running = Promise.all([run(), run()]);
    await delay(1_000);
    expect(await sandbox.languages()).toMatchObject([{ status: 'building' }]);
    for (const result of await running)
      expect(result).toMatchObject({ status: 'succeeded', stdout: 'first use\n' });
    for (const own of messages)
      expect(own.at(-1)).toMatch(/^Building the image for Tiny tiny, step \d+ of \d+ \(first use\)$/);
    expect(await sandbox.languages()).toMatchObject([{ status: 'ready', version: '1.2.3' }]);
    expect(await run()).toMatchObject({ status: 'succeeded' });
    expect(messages.at(-1)).toEqual([]);
  } finally {
    await sandbox.close();
    await removeImages(imagesDirectory);
  }
}, 300_000);

/** Two stages, the second of which takes its time before it needs the first. */
function stagedStep(id: string): string {
  return [
    'LABEL dev.sandsmith.stage=build',
    `RUN echo ${id} > /tmp/made`,
    'FROM $PARENT_IMAGE',
    `RUN echo ${id} && sleep 2`,
    'COPY --from=0 /tmp/made /made',
  ].join('\n');
}

async function stagesOf(id: string): Promise<string[]> {
  const filters = { dangling: ['true'], label: [`${labels.stage}=build`, `dev.sandsmith.test=${id}`] };
  return (await engine.listImages({ filters })).map(({ Id }) => Id);
}

test('a build leaves none of its stages, and those of another build alone', async () => {
  const [own, other] = [newId(), newId()];
  const imagesDirectory = await imagesWith({ tiny: `LABEL dev.sandsmith.test=${own}\n${stagedStep(own)}` });
  const base = (await readImageFolders(imagesDirectory)).find(({ id }) => id === 'base')?.tag ?? '';
  const lines = [`FROM ${base}`, `LABEL ${labels.stage}=build`, `LABEL dev.sandsmith.test=${other}`, ''];
  const stage = await engine.buildImage(contextOf([{ name: 'Dockerfile', content: lines.join('\n') }]));
  await followBuild(engine, stage, { title: 'a stage', onStep: () => {} });
  const foreign = await stagesOf(other);
  try {
    expect(foreign).toHaveLength(1);
    await buildImages({ imagesDirectory, onProgress: () => {}, signal });
    expect(await stagesOf(own)).toEqual([]);
    expect(await stagesOf(other)).toEqual(foreign);
  } finally {
    for (const id of foreign) await engine.getImage(id).remove();
    await removeImages(imagesDirectory);
  }
}, 300_000);

test('a build whose stage somebody else removes meanwhile is made again', async () => {
  const id = newId();
  const imagesDirectory = await imagesWith({ tiny: `LABEL dev.sandsmith.test=${id}\n${stagedStep(id)}` });
  const removing = new AbortController();
  const removeStage = async (): Promise<void> => {
    while (!removing.signal.aborted) {
      const [stage] = await stagesOf(id);
      const isGone =
        stage &&
        (await engine
          .getImage(stage)
          .remove()
          .then(
            () => true,
            () => false,
          ));
      if (isGone) return;
      await delay(20);
    }
    throw new Error('there was no stage to remove');
  };
  try {
    const removal = removeStage();
    const { built } = await buildImages({ imagesDirectory, onProgress: () => {}, signal });
    removing.abort();
    await removal;
    expect(built).toMatchObject([{ id: 'tiny' }]);
    expect(await stagesOf(id)).toEqual([]);
  } finally {
    removing.abort();
    await removeImages(imagesDirectory);
  }
}, 300_000);

test('an unknown language is refused', async () => {
  await expect(buildImages({ languages: ['cobol'], onProgress: () => {}, signal })).rejects.toMatchObject({
    code: 'run.language-unknown',
  });
});
