import { run } from './command.mjs';
import { productNode } from './node.mjs';
import { fromRoot } from './paths.mjs';

/** Builds the sandbox images that are stale: those of the first start, or what `choice` names; see build-images-cli.ts. */
export function buildSandboxImages(dockerHost, choice = ['--default']) {
  return run(productNode(), [fromRoot('packages/sandbox/src/build-images-cli.ts'), ...choice], {
    output: 'inherit',
    what: 'Building the sandbox images',
    env: { ...process.env, DOCKER_HOST: dockerHost, NODE_NO_WARNINGS: '1' },
  });
}
