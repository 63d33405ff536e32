import path from 'node:path';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { newId } from '@sandsmith/foundation/ids';
import { silentLogger } from '@sandsmith/foundation/logger';
import { createEngineLeftovers } from '../attack/engine-leftovers.ts';
import { removeVolumesOf } from '../conformance/engine-volumes.ts';
import { readLanguageCases } from '../conformance/language-cases.ts';
import { describeLanguage } from '../conformance/language-conformance.ts';
import { createSandboxHarness } from '../conformance/sandbox-harness.ts';
import { defaultImagesDirectory, readImageFolders } from '../languages/image-folders.ts';
import { buildImages } from './build-images.ts';
import { createDockerSandbox } from './docker-sandbox.ts';

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
  const instanceId = `test-${newId()}`;

  beforeAll(async () => {
    await buildImages({ onProgress: () => {}, signal: AbortSignal.timeout(buildTimeoutMs) });
    await harness.start(async () => {
      const sandbox = createDockerSandbox({
        logger: silentLogger,
        instanceId,
        imagesDirectory: defaultImagesDirectory,
        concurrency: 2,
        // each of many languages is asked a few times in a row
        poolSize: 2,
      });
      return { sandbox, leftovers: createEngineLeftovers({ instanceId }), close: () => sandbox.close() };
    });
  }, buildTimeoutMs);

  afterAll(async () => {
    expect(await harness.subject().leftovers()).toEqual([]);
    await harness.stop();
    await removeVolumesOf(instanceId);
  });

  for (const subject of subjects) describeLanguage(harness, subject);
});
