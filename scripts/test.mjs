// npm test [path …]: sets up what the tests need, runs them all on real parts, and counts honestly.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stopRunning } from './bootstrap/command.mjs';
import { ensureEngine, stopOwnDaemon } from './bootstrap/docker.mjs';
import { buildSandboxImages } from './bootstrap/images.mjs';
import { prepareCode } from './bootstrap/install.mjs';
import { findLeaks, labelledContainers, markedEnvironment } from './bootstrap/leaks.mjs';
import { checkBootstrapNode, productNode } from './bootstrap/node.mjs';
import { fromRoot } from './bootstrap/paths.mjs';
import { BootstrapError, elapsed, report, tellFault } from './bootstrap/report.mjs';
import { ensureTestTools } from './bootstrap/test-tools.mjs';
import { runChecks } from './check.mjs';

/** In this order: what fails fastest comes first. Every test file belongs to exactly one group. */
const groups = [
  { name: 'unit', isMember: (path) => !/\.(integration|e2e)\.test\.ts$/.test(path), workers: 2 },
  {
    name: 'integration',
    isMember: (path) => path.endsWith('.integration.test.ts'),
    workers: 1,
    needsAllImages: true,
  },
  { name: 'end-to-end', isMember: (path) => path.endsWith('.e2e.test.ts'), workers: 1 },
];

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const jestArguments = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  fromRoot('node_modules/jest/bin/jest.js'),
];
let current;

function jest(args, env, output) {
  return new Promise((resolve, reject) => {
    current = spawn(productNode(), [...jestArguments, ...args], {
      cwd: fromRoot('.'),
      env,
      stdio: ['ignore', output, 'inherit'],
    });
    let text = '';
    current.stdout?.on('data', (chunk) => {
      text += chunk;
    });
    current.on('error', reject);
    current.on('close', (code) => resolve({ code, text }));
  });
}

async function listTestFiles(env) {
  const { text } = await jest(['--listTests', '--json', ...wanted], env, 'pipe');
  return JSON.parse(text);
}

async function runGroup({ name, workers }, files, env, resultFile) {
  const startedMs = performance.now();
  report.step(`${name}: ${files.length} test files`);
  // One worker runs in this process: another one would cost memory for nothing.
  const parallel = workers === 1 ? '--runInBand' : `--maxWorkers=${workers}`;
  const args = ['--ci', '--json', `--outputFile=${resultFile}`, parallel, '--runTestsByPath', ...files];
  const { code } = await jest(args, env, 'ignore');
  if (!existsSync(resultFile))
    throw new BootstrapError(`${name}: the test runner ended with ${code} and left no result`);
  const result = JSON.parse(readFileSync(resultFile, 'utf8'));
  report.done(
    `${name}: ${result.numPassedTests} passed, ${result.numFailedTests} failed in ${elapsed(startedMs)}`,
  );
  const brokenSuites = result.numRuntimeErrorTestSuites;
  return {
    passed: result.numPassedTests,
    failed:
      result.numFailedTests +
      brokenSuites +
      (code !== 0 && result.numFailedTests + brokenSuites === 0 ? 1 : 0),
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

async function setUp() {
  checkBootstrapNode();
  await prepareCode();
  await ensureTestTools();
  const host = await ensureEngine();
  if (!host)
    throw new BootstrapError(
      'The tests run programs in real containers: without a Docker engine they cannot pass.',
    );
  await buildSandboxImages(host);
  return host;
}

async function runTests(host, temporaryDirectory) {
  const mark = randomUUID();
  const containersBefore = labelledContainers();
  const tests = join(temporaryDirectory, 't');
  mkdirSync(tests);
  chmodSync(tests, 0o777);
  const env = {
    ...process.env,
    ...markedEnvironment(mark),
    DOCKER_HOST: host,
    TMPDIR: tests,
    NODE_ENV: 'test',
    SCREENSHOT_DIR: fromRoot('test-results/screenshots'),
  };
  const totals = { passed: 0, failed: 0, skipped: 0 };
  // Suites build what they miss; begun here, that goes on beside what needs no container.
  const images = wanted.length === 0 ? buildSandboxImages(host, []) : undefined;
  images?.catch(() => {});
  if (wanted.length === 0) {
    report.step('Static checks');
    const checks = runChecks();
    totals.passed += checks.passed;
    totals.failed += checks.failed.length;
  }
  const files = await listTestFiles(env);
  for (const group of groups) {
    const members = files.filter(group.isMember);
    if (members.length === 0 && wanted.length > 0) continue;
    if (group.needsAllImages) await images;
    const result = await runGroup(group, members, env, join(temporaryDirectory, `${group.name}.json`));
    for (const key of Object.keys(totals)) totals[key] += result[key];
    if (result.passed + result.failed === 0) {
      report.fail(`${group.name}: no test ran`);
      totals.failed += 1;
    }
  }
  const leaks = await findLeaks({ mark, temporaryDirectory: tests, containersBefore });
  for (const leak of leaks) report.fail(`left behind: ${leak}`);
  if (leaks.length > 0) totals.failed += 1;
  else totals.passed += 1;
  return totals;
}

async function main() {
  const startedMs = performance.now();
  const host = await setUp();
  // Short and open to all users: it holds sockets, and Postgres runs as a user of its own.
  const temporaryDirectory = mkdtempSync('/tmp/sandsmith-test-');
  chmodSync(temporaryDirectory, 0o755);
  try {
    const { passed, failed, skipped } = await runTests(host, temporaryDirectory);
    report.detail(`in ${elapsed(startedMs)}`);
    if (skipped > 0) report.fail(`${skipped} tests were skipped: a skipped test counts as a failed run`);
    if (failed > 0 || skipped > 0 || passed === 0) process.exitCode = 1;
    console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  } finally {
    rmSync(temporaryDirectory, { recursive: true, force: true });
  }
}

for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    stopRunning();
    current?.kill(signal);
  });
await main().catch(tellFault);
await stopOwnDaemon();
