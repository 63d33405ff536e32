import { lstat, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { RunResult } from '@sandsmith/contracts/domain/run';
import { isSandsmithError } from '@sandsmith/foundation/errors';
import { newId } from '@sandsmith/foundation/ids';
import type { Sandbox, SandboxFile, SandboxRequest } from '../sandbox-port.ts';
import type { AttackProgram } from './attack-program.ts';
import type { Observation } from './observation.ts';
import type { Witness } from './witness.ts';

export interface AttackSubject {
  sandbox: Sandbox;
  witness: Witness;
  /** A folder of the caller's, for artifacts; what is put there is removed again. */
  directory: string;
}

interface OneRun {
  result: RunResult | undefined;
  refused: string | undefined;
  stdout: Buffer;
  stderr: Buffer;
  finishedEvents: number;
}

/** Long enough for hostile programs that wait, short enough to wait for. */
const wallTimeMs = 20_000;
/** A larger artifact is not looked into. */
const readableBytes = 64 * 1024;
const neighbourReady = 'READY';
const neighbourWaitMs = 15_000;

function stdinOf({ stdin, stdinZeroBytes }: AttackProgram): Uint8Array | undefined {
  if (stdinZeroBytes !== undefined) return Buffer.alloc(stdinZeroBytes);
  return stdin === undefined ? undefined : Buffer.from(stdin);
}

function requestOf(program: AttackProgram, language: string, artifactsDirectory: string): SandboxRequest {
  const extraFiles = program.extraFiles.flatMap(({ path: name, zeroBytes, count }) =>
    Array.from({ length: count }, (_, index) => ({
      path: name.replaceAll('{n}', String(index + 1)),
      content: Buffer.alloc(zeroBytes),
    })),
  );
  const files: SandboxFile[] = [...program.files, ...extraFiles];
  return {
    runId: newId(),
    ownerId: 'attack',
    language,
    files,
    command: program.command,
    entry: program.entry,
    env: program.env,
    stdin: stdinOf(program),
    limits: { wallTimeMs, ...program.limits },
    network: program.network,
    artifactsDirectory,
  };
}

function bytesOf({ text, base64 }: { text?: string; base64?: string }): Buffer {
  return base64 === undefined ? Buffer.from(text ?? '') : Buffer.from(base64, 'base64');
}

async function runOnce(
  sandbox: Sandbox,
  request: SandboxRequest,
  { signal, onStdout = () => {} }: { signal: AbortSignal; onStdout?: (bytes: Buffer) => void },
): Promise<OneRun> {
  const output = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  const run = { result: undefined as RunResult | undefined, refused: undefined as string | undefined };
  let finishedEvents = 0;
  try {
    for await (const event of sandbox.run(request, { signal })) {
      if (event.type === 'stdout.delta') {
        output.stdout.push(bytesOf(event));
        onStdout(bytesOf(event));
      } else if (event.type === 'stderr.delta') output.stderr.push(bytesOf(event));
      else if (event.type === 'run.finished') {
        run.result = event.result;
        finishedEvents += 1;
      }
    }
  } catch (error) {
    if (!isSandsmithError(error)) throw error;
    run.refused = error.code;
  }
  return {
    ...run,
    stdout: Buffer.concat(output.stdout),
    stderr: Buffer.concat(output.stderr),
    finishedEvents,
  };
}

async function readCollected(directory: string): Promise<Observation['collected']> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => !entry.isDirectory())
      .map(async (entry) => {
        const whole = path.join(entry.parentPath, entry.name);
        const about = await lstat(whole);
        const kind = about.isFile() ? ('file' as const) : ('other' as const);
        const content =
          kind === 'file' && about.size <= readableBytes ? await readFile(whole) : Buffer.alloc(0);
        return { path: path.relative(directory, whole), bytes: about.size, kind, content };
      }),
  );
}

/** Starts the program beside, of another owner; settles once it says that it is ready, or cannot become so. */
function startNeighbour(
  sandbox: Sandbox,
  request: SandboxRequest,
  signal: AbortSignal,
): Promise<{ output: Promise<Buffer> }> {
  return new Promise((resolve) => {
    let text = '';
    const onStdout = (bytes: Buffer) => {
      text += bytes.toString('latin1');
      if (text.includes(neighbourReady)) ready();
    };
    const output = runOnce(sandbox, request, { signal, onStdout }).then(({ stdout, stderr }) =>
      Buffer.concat([stdout, Buffer.from('\n'), stderr]),
    );
    const timer = setTimeout(() => ready(), neighbourWaitMs);
    const ready = () => {
      clearTimeout(timer);
      resolve({ output });
    };
    output.then(ready, ready);
  });
}

/** Runs one hostile program on one language image and tells everything that is seen of it, save for leftovers. */
export async function runAttack(
  program: AttackProgram,
  { language, subject, signal }: { language: string; subject: AttackSubject; signal: AbortSignal },
): Promise<Observation> {
  const { sandbox, witness } = subject;
  const directory = path.join(subject.directory, newId());
  const artifactsDirectory = path.join(directory, 'artifacts');
  await mkdir(artifactsDirectory, { recursive: true });
  try {
    await witness.prepare(language, signal);
    const request = requestOf(program, language, artifactsDirectory);
    const neighbour =
      program.beside === undefined
        ? undefined
        : await startNeighbour(
            sandbox,
            {
              ...request,
              runId: newId(),
              ownerId: 'attack-neighbour',
              command: program.beside,
              artifactsDirectory: path.join(directory, 'beside'),
            },
            signal,
          );
    const startedMs = performance.now();
    const run = await runOnce(sandbox, request, { signal });
    const elapsedMs = performance.now() - startedMs;
    return {
      ...run,
      elapsedMs,
      beside: await neighbour?.output,
      collected: await readCollected(artifactsDirectory),
      nextRunFault: await witness.faultAfter(language, signal),
      leftovers: [],
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
