import { existsSync } from 'node:fs';
import { run } from './command.mjs';
import { productNode } from './node.mjs';
import { fromRoot } from './paths.mjs';
import { elapsed, report } from './report.mjs';
import { fingerprintOf, isFresh, remember } from './state.mjs';

const pnpm = 'pnpm@12.21.0';

/** Locked install of every package; does nothing where the lockfile has not changed. */
export async function installDependencies() {
  const fingerprint = fingerprintOf('pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json');
  if (isFresh('install', fingerprint) && existsSync(fromRoot('node_modules', '.modules.yaml'))) return;
  const startedMs = performance.now();
  report.step('Installing packages as locked (about 900; needs the npm registry once)');
  await run('npx', ['-y', pnpm, 'install', '--frozen-lockfile', '--reporter=append-only'], {
    output: 'show',
    what: 'The package installation',
    env: { ...process.env, CI: 'true', npm_config_update_notifier: 'false' },
  });
  remember('install', fingerprint);
  report.done(`Packages installed in ${elapsed(startedMs)}`);
}

/** The database client, generated from the schema when that changed. */
async function generateDatabaseClient() {
  await run(productNode(), [fromRoot('packages/db/scripts/generate.mjs')], {
    what: 'Generating the database client',
  });
}

/** The web app, built when its sources changed. */
async function buildWeb() {
  const fingerprint = fingerprintOf(
    'apps/web',
    'packages/contracts/src',
    'packages/foundation/src',
    'pnpm-lock.yaml',
  );
  if (isFresh('web', fingerprint) && existsSync(fromRoot('apps/web/dist/index.html'))) return;
  const startedMs = performance.now();
  report.step('Building the web app');
  await run(
    productNode(),
    [fromRoot('apps/web/node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'],
    {
      cwd: fromRoot('apps/web'),
      what: 'Building the web app',
      env: { ...process.env, NODE_ENV: 'production' },
    },
  );
  remember('web', fingerprint);
  report.done(`Web app built in ${elapsed(startedMs)}`);
}

/** Everything between a fresh clone and code that can run; only what is stale is done again. */
export async function prepareCode() {
  await installDependencies();
  await generateDatabaseClient();
  await buildWeb();
}
