import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { newId } from '@sandsmith/foundation/ids';
import { silentLogger } from '@sandsmith/foundation/logger';
import { describeEgress } from '../../conformance/egress-conformance.ts';
import { createSandboxHarness } from '../../conformance/sandbox-harness.ts';
import { describeSessions } from '../../conformance/sessions-conformance.ts';
import { defaultImagesDirectory } from '../../languages/image-folders.ts';
import { buildImages } from '../build-images.ts';
import { createDockerSandbox } from '../docker-sandbox.ts';
import { createEngine, labels } from '../engine.ts';

describe('sandbox docker', () => {
  const instanceId = `test-${newId()}`;
  const engine = createEngine();
  const harness = createSandboxHarness();

  async function leftovers(): Promise<string[]> {
    const filters = { label: [`${labels.instance}=${instanceId}`] };
    return (await engine.listContainers({ all: true, filters })).map(({ Id }) => Id);
  }

  beforeAll(async () => {
    const languages = ['bash', 'javascript'];
    await buildImages({ languages, onProgress: () => {}, signal: AbortSignal.timeout(600_000) });
    await harness.start(async () => {
      const sandbox = createDockerSandbox({
        logger: silentLogger,
        instanceId,
        imagesDirectory: defaultImagesDirectory,
        poolSize: 0,
      });
      return { sandbox, leftovers, close: () => sandbox.close() };
    });
  }, 600_000);
  afterAll(async () => {
    expect(await leftovers()).toEqual([]);
    await harness.stop();
  });
  describeSessions(harness);
  describeEgress(harness);
});
