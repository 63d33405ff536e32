import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { findProgram, run } from './command.mjs';
import { elapsed, report } from './report.mjs';

const isRoot = () => process.getuid?.() === 0;

/** `debian`, `ubuntu` or a relative of theirs; undefined elsewhere. */
function debianFamily() {
  if (!existsSync('/etc/os-release')) return undefined;
  const release = readFileSync('/etc/os-release', 'utf8');
  return /^(ID|ID_LIKE)=.*\b(debian|ubuntu)\b/m.test(release) ? 'debian' : undefined;
}

/** True where packages can be installed without asking anybody for a password. */
export const canInstallPackages = () => Boolean(isRoot() && debianFamily() && findProgram('apt-get'));

let listsUpdated = false;

/** Installs packages of the distribution, showing counts as apt goes. */
export async function installPackages(names, purpose) {
  const startedMs = performance.now();
  report.step(`Installing ${names.join(', ')} from the distribution: ${purpose}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  if (!listsUpdated) await run('apt-get', ['update', '-q'], { env, what: 'apt-get update' });
  listsUpdated = true;
  await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...names], {
    env,
    what: `Installing ${names.join(', ')}`,
  });
  report.done(`${names.join(', ')} installed in ${elapsed(startedMs)}`);
}

/** Asks on a terminal; anywhere else, and with --yes, the answer is yes. */
export async function confirm(question) {
  if (process.argv.includes('--yes') || !process.stdin.isTTY || !process.stdout.isTTY) return true;
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await lines.question(`${question} [Y/n] `);
    return !/^n/i.test(answer.trim());
  } finally {
    lines.close();
  }
}
