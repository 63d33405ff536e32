import { run } from './command.mjs';
import { productNode } from './node.mjs';
import { fromRoot } from './paths.mjs';

/** Builds the sandbox images that are stale; `languages` as ids, the default set where empty. */
export function buildSandboxImages(dockerHost, languages = []) {
  return run(productNode(), [fromRoot('packages/sandbox/src/build-images-cli.ts'), ...languages], {
    output: 'inherit',
    what: 'Building the sandbox images',
    env: { ...process.env, DOCKER_HOST: dockerHost, NODE_NO_WARNINGS: '1' },
  });
}
