// pnpm check: format, lint, types, import layers, unused code, and that there are tests to run.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { prepareCode } from './bootstrap/install.mjs';
import { productNode } from './bootstrap/node.mjs';
import { fromRoot } from './bootstrap/paths.mjs';
import { elapsed, report } from './bootstrap/report.mjs';

const bin = (path) => fromRoot('node_modules', path);

/** Each check: a name, its arguments for Node, and what its output must show so that an empty look fails. */
const checks = [
  {
    name: 'format and lint',
    args: [bin('@biomejs/biome/bin/biome'), 'ci', '.'],
    mustShow: /Checked (?!0 )\d+ files/,
  },
  { name: 'types of the server', args: [bin('typescript/bin/tsc'), '-p', 'tsconfig.json'] },
  { name: 'types of the web app', args: [bin('typescript/bin/tsc'), '-p', 'apps/web/tsconfig.json'] },
  { name: 'import layers', args: [fromRoot('scripts/check-layers.mjs')], mustShow: /^[1-9]\d* modules/m },
  { name: 'unused code', args: [bin('knip/bin/knip.js')] },
  {
    name: 'tests exist',
    args: ['--experimental-vm-modules', bin('jest/bin/jest.js'), '--listTests'],
    mustShow: /\.test\.ts$/m,
  },
];

/** Runs every check and returns those that failed, by name. */
export function runChecks() {
  const failed = [];
  for (const { name, args, mustShow } of checks) {
    const startedMs = performance.now();
    const { status, stdout, stderr } = spawnSync(productNode(), args, {
      cwd: fromRoot('.'),
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, NODE_NO_WARNINGS: '1', NO_COLOR: '1' },
    });
    const output = `${stdout}${stderr}`;
    if (status === 0 && (!mustShow || mustShow.test(output))) {
      report.done(`${name} (${elapsed(startedMs)})`);
      continue;
    }
    failed.push(name);
    report.fail(status === 0 ? `${name}: saw nothing to check` : name);
    console.error(output.trim().split('\n').slice(0, 80).join('\n'));
  }
  return { passed: checks.length - failed.length, failed };
}

if (fileURLToPath(import.meta.url) === process.argv[1]) {
  await prepareCode();
  const { failed } = runChecks();
  if (failed.length > 0) process.exitCode = 1;
}
