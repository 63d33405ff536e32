// The one command of a newcomer: from a fresh clone to a running product. Plain Node, no dependencies.
import { spawn } from 'node:child_process';
import { stopRunning } from './bootstrap/command.mjs';
import { ensureEngine, findEngine, stopOwnDaemon } from './bootstrap/docker.mjs';
import { buildSandboxImages } from './bootstrap/images.mjs';
import { prepareCode } from './bootstrap/install.mjs';
import { checkBootstrapNode, productNode } from './bootstrap/node.mjs';
import { fromRoot } from './bootstrap/paths.mjs';
import { elapsed, report, tellFault } from './bootstrap/report.mjs';
import { fingerprintOf, isFresh, remember } from './bootstrap/state.mjs';

const startedMs = performance.now();
let server;
let stoppingSinceMs;
const isStopping = () => stoppingSinceMs !== undefined;

function startServer(dockerHost) {
  server = spawn(productNode(), [fromRoot('apps/gateway/src/main.ts')], {
    cwd: fromRoot('.'),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, NODE_NO_WARNINGS: '1', ...(dockerHost ? { DOCKER_HOST: dockerHost } : {}) },
  });
  server.on('message', (message) => {
    if (message?.type === 'ready')
      report.done(`Ready in ${elapsed(startedMs)}: ${message.url}  (Ctrl-C stops everything)`);
  });
  return new Promise((resolve) => {
    server.on('error', (error) => {
      report.fail(`The server could not be started: ${error.message}`);
      resolve(1);
    });
    server.on('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  });
}

/**
 * Asks the server to end, and this process ends after it, so that nothing is cut off. A terminal gives Ctrl-C to
 * the server as well, and npm may pass it on once more; asking again later does not wait any longer.
 */
function stop(signal) {
  const isRunning = server?.exitCode === null && server.signalCode === null;
  const isAgain = stoppingSinceMs !== undefined && performance.now() - stoppingSinceMs > 1_000;
  if (isRunning && isAgain) server.kill('SIGKILL');
  if (stoppingSinceMs !== undefined) return;
  stoppingSinceMs = performance.now();
  stopRunning();
  if (isRunning && !(signal === 'SIGINT' && process.stdin.isTTY)) server.kill('SIGTERM');
}

async function makeImages(dockerHost) {
  const fingerprint = `${dockerHost} ${fingerprintOf('sandbox-images')}`;
  await buildSandboxImages(dockerHost);
  remember('images', fingerprint);
}

/** A later start does not wait for Docker: the page is up at once and running is enabled when the engine is. */
async function startAgain() {
  const ended = startServer((await findEngine()).host);
  const engine = ensureEngine().then((host) => (host && !isStopping() ? makeImages(host) : undefined));
  engine.catch((error) => (isStopping() ? undefined : report.fail(error.message)));
  const code = await ended;
  await engine.catch(() => {});
  return code;
}

async function startFirst() {
  const host = await ensureEngine();
  if (host && !isStopping()) {
    try {
      await makeImages(host);
    } catch (error) {
      if (isStopping()) return 0;
      report.fail(`${error.message}. Sandsmith starts with running disabled; npm run images tries again.`);
      for (const line of error.remedies ?? []) report.detail(line);
    }
  }
  return isStopping() ? 0 : startServer(host);
}

async function main() {
  checkBootstrapNode();
  report.title('Sandsmith');
  await prepareCode();
  if (isStopping()) return;
  const imagesAreKnown = isFresh('images', `unix:///var/run/docker.sock ${fingerprintOf('sandbox-images')}`);
  process.exitCode = imagesAreKnown && !process.env.DOCKER_HOST ? await startAgain() : await startFirst();
}

process.on('SIGINT', stop);
process.on('SIGTERM', stop);
process.on('SIGHUP', stop);
// npm may die without a word to its script (kill -9): nobody would be left to stop the server.
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop('SIGTERM');
  }, 500).unref();
}
main()
  .catch((error) => (isStopping() ? undefined : tellFault(error)))
  .finally(stopOwnDaemon);
