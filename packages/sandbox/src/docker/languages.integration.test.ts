import path from 'node:path';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { newId } from '@sandsmith/foundation/ids';
import { silentLogger } from '@sandsmith/foundation/logger';
import { readLanguageCases } from '../conformance/language-cases.ts';
import { describeLanguage } from '../conformance/language-conformance.ts';
import { createSandboxHarness } from '../conformance/sandbox-harness.ts';
import { defaultImagesDirectory, readImageFolders } from '../languages/image-folders.ts';
import { buildImages } from './build-images.ts';
import { createDockerSandbox } from './docker-sandbox.ts';
import { createEngine, labels } from './engine.ts';

/** Where no image is there yet, all are built: compilers are some hundred megabytes each. */
const buildTimeoutMs = 3_600_000;

const folders = await readImageFolders(defaultImagesDirectory);
const subjects = await Promise.all(
  folders
    .flatMap(({ language }) => (language ? [language] : []))
    .map(async (language) => ({
      language,
      cases: await readLanguageCases(path.join(defaultImagesDirectory, language.id)),
    })),
);

describe('languages', () => {
  const harness = createSandboxHarness();
  const engine = createEngine();
  const instanceId = `test-${newId()}`;

  async function leftovers(): Promise<string[]> {
    const filters = { label: [`${labels.instance}=${instanceId}`] };
    return (await engine.listContainers({ all: true, filters })).map(({ Id }) => Id);
  }

  beforeAll(async () => {
    await buildImages({ onProgress: () => {}, signal: AbortSignal.timeout(buildTimeoutMs) });
    await harness.start(async () => {
      const sandbox = createDockerSandbox({
        logger: silentLogger,
        instanceId,
        imagesDirectory: defaultImagesDirectory,
        concurrency: 2,
      });
      return { sandbox, leftovers, close: () => sandbox.close() };
    });
  }, buildTimeoutMs);

  afterAll(async () => {
    expect(await leftovers()).toEqual([]);
    await harness.stop();
  });

  for (const subject of subjects) describeLanguage(harness, subject);
});
