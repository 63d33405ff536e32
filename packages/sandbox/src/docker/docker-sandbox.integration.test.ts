import { newId } from '@sandsmith/foundation/ids';
import { silentLogger } from '@sandsmith/foundation/logger';
import { describeSandbox } from '../conformance/sandbox-conformance.ts';
import { defaultImagesDirectory } from '../languages/image-folders.ts';
import { buildImages } from './build-images.ts';
import { createDockerSandbox } from './docker-sandbox.ts';
import { createEngine, labels } from './engine.ts';

describeSandbox('docker', async () => {
  await buildImages({ onProgress: () => {}, signal: AbortSignal.timeout(600_000) });
  const instanceId = `test-${newId()}`;
  const engine = createEngine();
  const sandbox = createDockerSandbox({
    logger: silentLogger,
    instanceId,
    imagesDirectory: defaultImagesDirectory,
    concurrency: 2,
  });
  return {
    sandbox,
    async leftovers() {
      const filters = { label: [`${labels.instance}=${instanceId}`] };
      const containers = await engine.listContainers({ all: true, filters });
      return containers.map(({ Id }) => Id);
    },
    close: () => sandbox.close(),
  };
});
