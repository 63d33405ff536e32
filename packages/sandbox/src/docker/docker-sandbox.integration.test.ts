import { newId } from '@sandsmith/foundation/ids';
import { silentLogger } from '@sandsmith/foundation/logger';
import { createEngineLeftovers } from '../attack/engine-leftovers.ts';
import { describeSandbox } from '../conformance/sandbox-conformance.ts';
import { defaultImagesDirectory } from '../languages/image-folders.ts';
import { buildImages } from './build-images.ts';
import { createDockerSandbox } from './docker-sandbox.ts';
import { createEngine, labels } from './engine.ts';

describeSandbox('docker', async () => {
  await buildImages({
    languages: ['python', 'javascript', 'typescript', 'bash'],
    onProgress: () => {},
    signal: AbortSignal.timeout(900_000),
  });
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
    leftovers: createEngineLeftovers({ instanceId }),
    async close() {
      await sandbox.close();
      const filters = { label: [`${labels.instance}=${instanceId}`] };
      const containers = await engine.listContainers({ all: true, filters });
      if (containers.length > 0) throw new Error(`${containers.length} containers are left`);
    },
  };
});
