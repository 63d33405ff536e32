import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProgram } from './command.mjs';

const markName = 'SANDSMITH_TEST_RUN';

/** The environment that marks every process of one test run. */
export const markedEnvironment = (mark) => ({ [markName]: mark });

function markedProcesses(mark) {
  const found = [];
  for (const pid of readdirSync('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    try {
      if (!readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`${markName}=${mark}`)) continue;
      found.push(
        `process ${pid}: ${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').slice(0, 160)}`,
      );
    } catch {}
  }
  return found;
}

/** Containers and volumes that carry the product's label; other people's are left alone. */
export function labelledContainers() {
  const docker = findProgram('docker');
  if (!docker) return [];
  const list = spawnSync(docker, ['ps', '-aq', '--filter', 'label=dev.sandsmith.instance'], {
    encoding: 'utf8',
  });
  return list.stdout.split('\n').filter(Boolean);
}

/** What a test run left behind, after a short grace: processes, containers, temporary files. */
export async function findLeaks({ mark, temporaryDirectory, containersBefore }) {
  for (let tries = 0; ; tries += 1) {
    const leaks = [
      ...(process.platform === 'linux' ? markedProcesses(mark) : []),
      ...labelledContainers()
        .filter((id) => !containersBefore.includes(id))
        .map((id) => `container ${id}`),
      ...readdirSync(temporaryDirectory).map((name) => `temporary file ${name}`),
    ];
    if (leaks.length === 0 || tries === 20) return leaks;
    await sleep(250);
  }
}
