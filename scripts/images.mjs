// npm run images [language …] [-- --prune]: builds the sandbox images that are stale, all languages where none is named;
// --prune removes those of earlier versions.
import { ensureEngine, stopOwnDaemon } from './bootstrap/docker.mjs';
import { buildSandboxImages } from './bootstrap/images.mjs';
import { installDependencies } from './bootstrap/install.mjs';
import { checkBootstrapNode } from './bootstrap/node.mjs';
import { BootstrapError, tellFault } from './bootstrap/report.mjs';

async function main() {
  checkBootstrapNode();
  await installDependencies();
  const host = await ensureEngine();
  if (!host) throw new BootstrapError('The images cannot be built without a Docker engine.');
  await buildSandboxImages(host, process.argv.slice(2));
}

main().catch(tellFault).finally(stopOwnDaemon);
