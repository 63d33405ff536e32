import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { defaultRunLimits } from '@sandsmith/contracts/domain/run';
import { newId } from '@sandsmith/foundation/ids';
import { containerOptions } from '@sandsmith/sandbox/docker/containers/container-options';
import { plainShape } from '@sandsmith/sandbox/docker/containers/container-shape';
import { createEngine } from '@sandsmith/sandbox/docker/engine';
import { readServerIdentity } from '@sandsmith/sandbox/docker/server-identity';
import { createStreamDemultiplexer } from '@sandsmith/sandbox/docker/stream-demultiplexer';
import { defaultImagesDirectory, readImageFolders } from '@sandsmith/sandbox/languages/image-folders';
import { type Statistics, statisticsOf } from './statistics.ts';

const run = promisify(execFile);

export const program = 'print("hello")';
export const engine = createEngine();
const identity = await readServerIdentity();

export async function pythonImage(): Promise<string> {
  const folders = await readImageFolders(defaultImagesDirectory);
  const found = folders.find(({ id }) => id === 'python');
  if (!found) throw new Error('there is no folder for Python');
  return found.tag;
}

/** Starts the interpreter again and again, from a process beside it: no container is made, nothing is sealed. */
const directly = `
import json, os, subprocess, sys, threading, time
at_once, rounds = int(sys.argv[1]), int(sys.argv[2])
open("/tmp/main.py", "w").write(${JSON.stringify(program)})
durations = []
def one():
    started = time.perf_counter()
    subprocess.run([sys.executable, "/tmp/main.py"], stdout=subprocess.DEVNULL, check=True)
    durations.append((time.perf_counter() - started) * 1000)
for _ in range(rounds):
    threads = [threading.Thread(target=one) for _ in range(at_once)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
print(json.dumps(durations))
`;

/** The same interpreter started directly, in one container that is there already. */
export async function interpreterAlone(
  image: string,
  { atOnce, rounds }: { atOnce: number; rounds: number },
): Promise<Statistics> {
  const container = await engine.createContainer({
    Image: image,
    Entrypoint: ['python3', '-c', directly, String(atOnce), String(rounds)],
    Cmd: [],
    HostConfig: { NetworkMode: 'none' },
  });
  try {
    await container.start();
    await container.wait();
    const output = createStreamDemultiplexer()
      .push(await container.logs({ stdout: true, stderr: false }))
      .map(({ bytes }) => String(bytes))
      .join('');
    const durations: unknown = JSON.parse(output);
    return statisticsOf(Array.isArray(durations) ? durations.map(Number) : []);
  } finally {
    await container.remove({ force: true });
  }
}

/** What people do by hand. */
export async function dockerRun(image: string): Promise<void> {
  const sealed = ['--network', 'none', '--read-only', '--cap-drop', 'ALL', '--log-driver', 'none'];
  await run('docker', ['run', '--rm', ...sealed, '--entrypoint', 'python3', image, '-c', program]);
}

/** A container of the product's own kind, made for one run through the engine's interface, and nothing else. */
export async function createStartWaitRemove(image: string): Promise<void> {
  const options = containerOptions(plainShape(image, defaultRunLimits), {
    id: newId(),
    instanceId: 'bench',
    identity,
    runtime: undefined,
    cpus: 1,
    user: 10_001,
  });
  const container = await engine.createContainer({
    ...options,
    Entrypoint: ['python3', '-c', program],
    Cmd: [],
    OpenStdin: false,
    AttachStdin: false,
  });
  try {
    await container.start();
    await container.wait();
  } finally {
    await container.remove({ force: true });
  }
}
