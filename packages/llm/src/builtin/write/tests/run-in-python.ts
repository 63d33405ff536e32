import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const dataFolder = join(import.meta.dirname, '../../../../../../tests/data');

const collect =
  'import json, pathlib; print(json.dumps({p.name: p.read_text() for p in pathlib.Path("output").glob("*.csv")}))';

async function pythonImage(): Promise<string> {
  const filter = 'label=dev.sandsmith.image=python';
  const { stdout } = await execute('docker', ['images', '--filter', filter, '--format', '{{.ID}}']);
  const [image] = stdout.split('\n');
  if (!image) throw new Error('The Python image is not built. Run `npm run images` and try again.');
  return image;
}

/**
 * Runs commands on a program's files in the Python image, without network; gives the CSV files that it
 * wrote to output/ by their names. Fails with what was printed where a command fails.
 */
export async function runInPython(options: {
  files: Record<string, string>;
  documents: string[];
  commands: string[];
}): Promise<Record<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'sandsmith-write-'));
  try {
    await chmod(folder, 0o755);
    await mkdir(join(folder, 'data'));
    for (const name of options.documents) await cp(join(dataFolder, name), join(folder, 'data', name));
    for (const [path, content] of Object.entries(options.files)) await writeFile(join(folder, path), content);
    const script = [
      'set -e',
      'mkdir /tmp/project /tmp/project/output',
      'cp -r /source/. /tmp/project',
      'cd /tmp/project',
      ...options.commands.map((command) => `${command} >&2`),
      `python3 -c '${collect}'`,
    ].join('\n');
    const limits = ['--network', 'none', '--read-only', '--tmpfs', '/tmp:exec,mode=1777', '--memory', '512m'];
    const run = ['run', '--rm', ...limits, '--volume', `${folder}:/source:ro`, '--entrypoint', '/bin/sh'];
    const { stdout } = await execute('docker', [...run, await pythonImage(), '-c', script], {
      maxBuffer: 64 * 1024 * 1024,
    });
    return JSON.parse(stdout);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
