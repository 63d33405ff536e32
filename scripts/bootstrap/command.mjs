import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { rootDirectory } from './paths.mjs';
import { BootstrapError, report } from './report.mjs';

/** The full path of a program on PATH (and the usual system folders), or undefined. */
export function findProgram(name) {
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    '/usr/local/sbin',
    '/usr/sbin',
    '/sbin',
    '/usr/bin',
  ];
  for (const folder of folders) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {}
  }
  return undefined;
}

/** Programs under way that may be cut off at any moment; a package manager of the system may not. */
const stoppable = new Set();

/** Ends what `run` has under way, so that a stop need not wait for a long build. */
export function stopRunning() {
  for (const child of stoppable) child.kill('SIGTERM');
}

/**
 * Runs a program to its end. Its output is shown line by line as details (`show`), passed through
 * (`inherit`) or kept for the error alone. Rejects with a BootstrapError holding the last lines.
 */
export function run(program, args, { cwd = rootDirectory, env = process.env, output = 'keep', what } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = output === 'inherit' ? 'inherit' : ['ignore', 'pipe', 'pipe'];
    const child = spawn(program, args, { cwd, env, stdio });
    if (program !== 'apt-get') stoppable.add(child);
    const lines = [];
    const take = (chunk) => {
      for (const line of chunk.toString().split(/[\r\n]+/)) {
        if (line.trim() === '') continue;
        lines.push(line);
        if (lines.length > 400) lines.shift();
        if (output === 'show') report.detail(line);
      }
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.on('error', (error) =>
      reject(new BootstrapError(`${what ?? program} could not be started: ${error.message}`)),
    );
    child.on('close', (code, signal) => {
      stoppable.delete(child);
      if (code === 0) resolve(lines);
      else
        reject(
          new BootstrapError(
            `${what ?? [program, ...args].join(' ')} ended with ${signal ?? `exit code ${code}`}`,
            lines.slice(-15),
          ),
        );
    });
  });
}
