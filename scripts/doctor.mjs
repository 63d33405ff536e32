// npm run doctor: every check of this installation, with the reason and the remedy.
// npm run doctor -- --attack: hostile programs against this installation.

import { run } from './bootstrap/command.mjs';
import { findEngine } from './bootstrap/docker.mjs';
import { prepareCode } from './bootstrap/install.mjs';
import { checkBootstrapNode, productNode } from './bootstrap/node.mjs';
import { fromRoot } from './bootstrap/paths.mjs';
import { tellFault } from './bootstrap/report.mjs';

async function main() {
  checkBootstrapNode();
  await prepareCode();
  const { host } = await findEngine();
  const env = { ...process.env, NODE_NO_WARNINGS: '1', ...(host ? { DOCKER_HOST: host } : {}) };
  const ended = await run(productNode(), [fromRoot('apps/gateway/src/doctor.ts'), ...process.argv.slice(2)], {
    output: 'inherit',
    env,
  }).catch(() => 1);
  if (ended === 1) process.exitCode = 1;
}

main().catch(tellFault);
