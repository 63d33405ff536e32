import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProgram, run } from './command.mjs';
import { canInstallPackages, confirm, installPackages } from './debian.mjs';
import { fromData, fromHome } from './paths.mjs';
import { elapsed, report } from './report.mjs';

const pidFile = () => fromData('dockerd.pid');
const logFile = () => fromData('logs', 'dockerd.log');

/** Where an engine may listen: DOCKER_HOST alone where set, else the usual sockets. */
function candidates() {
  const host = process.env.DOCKER_HOST;
  if (host) return [host];
  const runtime = process.env.XDG_RUNTIME_DIR;
  return [
    'unix:///var/run/docker.sock',
    ...(runtime ? [`unix://${runtime}/docker.sock`] : []),
    `unix://${fromHome('.docker/run/docker.sock')}`,
    `unix://${fromHome('.colima/default/docker.sock')}`,
  ];
}

/** Asks an engine for a sign of life: `ok`, or the error's code. TLS endpoints are left to the gateway to judge. */
function ping(host) {
  const url = new URL(host.replace(/^tcp:/, 'http:'));
  if (url.protocol === 'https:' || process.env.DOCKER_TLS_VERIFY) return Promise.resolve('ok');
  const target =
    url.protocol === 'unix:' ? { socketPath: url.pathname } : { host: url.hostname, port: url.port || 2375 };
  return new Promise((resolve) => {
    const call = request({ ...target, path: '/_ping', timeout: 3_000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200 ? 'ok' : `HTTP ${response.statusCode}`);
    });
    call.on('timeout', () => call.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })));
    call.on('error', (error) => resolve(error.code ?? error.message));
    call.end();
  });
}

/** The first engine that answers, or why none does. */
export async function findEngine() {
  const tried = [];
  for (const host of candidates()) {
    const answer = await ping(host);
    if (answer === 'ok') return { host };
    tried.push({ host, answer });
  }
  return { tried };
}

function readPid() {
  try {
    return Number(readFileSync(pidFile(), 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function waitForEngine(milliseconds, isEnded = () => false) {
  const until = performance.now() + milliseconds;
  while (performance.now() < until && !isEnded()) {
    if ((await findEngine()).host) return true;
    await sleep(100);
  }
  return false;
}

/** Starts the daemon: by systemd where it rules, else as a process of ours that `stopOwnDaemon` ends. */
async function startDaemon() {
  const startedMs = performance.now();
  report.step('Starting the Docker daemon');
  if (existsSync('/run/systemd/system')) {
    await run('systemctl', ['start', 'docker'], { what: 'systemctl start docker' });
    return waitForEngine(30_000);
  }
  mkdirSync(fromData('logs'), { recursive: true });
  const log = openSync(logFile(), 'w');
  const daemon = spawn(findProgram('dockerd'), [], { detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  let ended = false;
  daemon.on('error', () => {
    ended = true;
  });
  daemon.on('exit', () => {
    ended = true;
  });
  if (daemon.pid) writeFileSync(pidFile(), `${daemon.pid}\n`);
  daemon.unref();
  const up = await waitForEngine(60_000, () => ended);
  if (up) report.done(`Docker daemon started in ${elapsed(startedMs)}; it stops with Sandsmith`);
  else report.detail(readFileSync(logFile(), 'utf8').trim().split('\n').slice(-5).join('\n  '));
  return up;
}

function remedies(tried) {
  if (tried.some(({ answer }) => answer === 'EACCES'))
    return ['Your user may not use Docker: sudo usermod -aG docker "$USER", sign in again, then npm start.'];
  if (process.env.DOCKER_HOST)
    return [
      `DOCKER_HOST is ${process.env.DOCKER_HOST} and does not answer: start that engine, or unset DOCKER_HOST.`,
    ];
  if (process.platform === 'linux')
    return [
      'sudo apt-get install -y docker.io && sudo usermod -aG docker "$USER", sign in again, then npm start.',
    ];
  return ['Install and start Docker Desktop, Colima or OrbStack, then run npm start again.'];
}

/**
 * An engine to run code in: a reachable one; else, on Debian or Ubuntu as root, the distribution's own.
 * Returns its address, or undefined with everything said that a person needs to mend it.
 */
export async function ensureEngine() {
  const found = await findEngine();
  if (found.host) return found.host;
  const mayInstall = !process.env.DOCKER_HOST && canInstallPackages();
  const hasDaemon = !process.env.DOCKER_HOST && process.getuid?.() === 0 && findProgram('dockerd');
  try {
    if (!hasDaemon && mayInstall) {
      report.step('No Docker engine is reachable; programs run only inside Docker containers.');
      if (!(await confirm('Install docker.io from your distribution and start it?')))
        return tellMissing(found.tried);
      await installPackages(
        ['docker.io', 'iptables', 'ca-certificates'],
        'runs the generated programs in sealed containers',
      );
      if (await waitForEngine(2_000)) return (await findEngine()).host;
    }
    if ((hasDaemon || mayInstall) && (await startDaemon())) return (await findEngine()).host;
  } catch (error) {
    report.fail(error.message);
    for (const line of error.remedies ?? []) report.detail(line);
  }
  return tellMissing(found.tried);
}

function tellMissing(tried) {
  report.warn('No Docker engine is reachable: Sandsmith starts with running disabled.');
  for (const { host, answer } of tried) report.detail(`${host}: ${answer}`);
  for (const remedy of remedies(tried)) report.detail(`To enable it: ${remedy}`);
  return undefined;
}

/** Ends the daemon that `ensureEngine` started, now or in an earlier start that was killed. */
export async function stopOwnDaemon() {
  const pid = readPid();
  if (pid === undefined) return;
  const isDaemon = () => isAlive(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('dockerd');
  try {
    if (isDaemon()) process.kill(pid, 'SIGTERM');
    for (let tenths = 0; tenths < 150 && isAlive(pid); tenths += 1) await sleep(100);
  } finally {
    rmSync(pidFile(), { force: true });
  }
}
