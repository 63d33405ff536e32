import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { defaultRunLimits, type RunResult } from '@sandsmith/contracts/domain/run';
import type { RunEvent } from '@sandsmith/contracts/events/run-events';
import { SandsmithError } from '@sandsmith/foundation/errors';
import type { Sandbox, SandboxRequest } from '../sandbox-port.ts';
import { type AttackProgram, attackFileSchema } from './attack-program.ts';
import { attackableLanguages, createAttackSuite } from './attack-suite.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'attack-suite-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

function result(request: SandboxRequest, stdout: string): RunResult {
  return {
    id: request.runId as RunResult['id'],
    language: request.language,
    status: 'succeeded',
    phase: 'run',
    exitCode: 0,
    signal: null,
    limits: defaultRunLimits,
    stdout,
    stderr: '',
    truncated: { stdout: false, stderr: false },
    wallTimeMs: 1,
    cpuTimeMs: 1,
    peakMemoryBytes: 1,
    queuedMs: 0,
    artifacts: [],
    skippedArtifacts: [],
  };
}

interface FakeRun {
  stdout: string | Buffer;
  result?: Partial<RunResult>;
  before?: () => Promise<void>;
}

/** A sandbox in memory, sealed but for what `behave` says; undefined from it means sealed. */
function fakeSandbox(behave: (request: SandboxRequest) => FakeRun | undefined): Sandbox {
  const refuse = async (): Promise<never> => {
    throw new SandsmithError({ code: 'sandbox.unavailable', message: 'Not part of this sandbox.' });
  };
  return {
    start: async () => {},
    async *run(request): AsyncGenerator<RunEvent> {
      const isWitness = request.ownerId === 'attack-witness';
      const sealed = { stdout: isWitness ? 'processes: 2\n' : 'HELD: the door\nDONE\n' };
      const run: FakeRun = behave(request) ?? sealed;
      await run.before?.();
      yield { type: 'run.started', id: request.runId, language: request.language };
      const bytes = Buffer.from(run.stdout);
      yield { type: 'stdout.delta', base64: bytes.toString('base64') };
      yield { type: 'run.finished', result: { ...result(request, bytes.toString()), ...run.result } };
    },
    languages: async () =>
      (['ready', 'ready', 'missing'] as const).map((status, index) => ({
        id: ['bash', 'python', 'rust'][index] ?? '',
        name: 'x',
        version: null,
        extensions: [],
        status,
        limits: defaultRunLimits,
        packageManager: null,
        sample: { path: 'x', content: '' },
      })),
    checks: async () => [],
    unavailableReason: async () => undefined,
    removeDependencies: async () => {},
    openSession: refuse,
    close: async () => {},
  };
}

function program(more: object = {}): AttackProgram {
  const about = { title: 't', tries: 't', heldBy: 't', languages: 'all', command: 'x', expect: {}, ...more };
  return { ...attackFileSchema.parse(about), id: 'test', group: 'tests', files: [] };
}

async function attack(
  sandbox: Sandbox,
  { leftovers, more = {} }: { leftovers?: () => Promise<string[]>; more?: object } = {},
) {
  const suite = createAttackSuite({ sandbox, languages: ['bash'], directory, concurrency: 2, leftovers });
  const [outcome] = await suite.attack(program(more), { signal: new AbortController().signal });
  if (!outcome) throw new Error('nothing was attacked');
  return outcome;
}

const isHostile = (request: SandboxRequest) => request.ownerId === 'attack';

test('a sealed sandbox passes, on each language that the program applies to', async () => {
  const suite = createAttackSuite({
    sandbox: fakeSandbox(() => undefined),
    languages: ['bash', 'python'],
    directory,
    concurrency: 1,
  });
  const { signal } = new AbortController();
  expect(await suite.attack(program(), { signal })).toMatchObject([
    { language: 'bash', passed: true, held: ['the door'] },
    { language: 'python', passed: true },
  ]);
  expect(suite.languagesOf(program({ languages: ['python', 'rust'] }))).toEqual(['python']);
  expect(await readdir(directory)).toEqual([]);
});

describe('a sandbox weakened in one respect is found out', () => {
  test('a program gets out', async () => {
    const sandbox = fakeSandbox((request) =>
      isHostile(request) ? { stdout: 'ESCAPED: the disk\nDONE\n' } : undefined,
    );
    expect(await attack(sandbox)).toMatchObject({ passed: false });
  });

  test('the next run sees what was left', async () => {
    let ran = false;
    const sandbox = fakeSandbox((request) => {
      if (!isHostile(request)) return ran ? { stdout: 'processes: 2\n/tmp/left\n' } : undefined;
      ran = true;
      return undefined;
    });
    expect((await attack(sandbox)).faults).toEqual([
      'The next run in this language: it sees what it should not: /tmp/left.',
    ]);
  });

  test('the next run does not work', async () => {
    let ran = false;
    const sandbox = fakeSandbox((request) => {
      if (!isHostile(request)) return ran ? { stdout: '', result: { status: 'failed' } } : undefined;
      ran = true;
      return undefined;
    });
    expect((await attack(sandbox)).faults.join()).toMatch(/next run in this language: it did not work/);
  });

  test('the engine keeps a container', async () => {
    const leftovers = async () => ['container sandsmith-x (exited)'];
    expect(
      (
        await attack(
          fakeSandbox(() => undefined),
          { leftovers },
        )
      ).faults.join(),
    ).toMatch(/sandsmith-x/);
  });
});

describe('a sandbox that hands over the wrong thing is found out', () => {
  test('a link lies among the artifacts', async () => {
    const sandbox = fakeSandbox((request) =>
      isHostile(request)
        ? {
            stdout: 'HELD: x\nDONE\n',
            result: { artifacts: [{ path: 'link', mediaType: 'text/plain', bytes: 1 }] },
            before: () => symlink('/etc/passwd', path.join(request.artifactsDirectory, 'link')),
          }
        : undefined,
    );
    expect((await attack(sandbox)).faults.join()).toMatch(/no regular file/);
  });

  test('output is changed on the way', async () => {
    const sha256 = '4f1b0f8dc0a0bd4a8d8e2e0d2a8a7a4a4b7a3f0a9a1f5a0a0a0a0a0a0a0a0a0a';
    const more = { expect: { stdout: { sha256 } } };
    expect(
      (
        await attack(
          fakeSandbox(() => undefined),
          { more },
        )
      ).faults.join(),
    ).toMatch(/did not arrive/);
  });

  test('the neighbour is reached', async () => {
    const sandbox = fakeSandbox((request) =>
      request.ownerId === 'attack-neighbour' ? { stdout: 'READY\nESCAPED: it came in\n' } : undefined,
    );
    expect((await attack(sandbox, { more: { beside: 'x' } })).faults.join()).toMatch(/it came in/);
    const held = fakeSandbox((request) =>
      request.ownerId === 'attack-neighbour' ? { stdout: 'READY\nHELD: nobody\n' } : undefined,
    );
    expect(await attack(held, { more: { beside: 'x' } })).toMatchObject({ passed: true });
  });

  test('a request that had to be refused is run', async () => {
    const more = { expect: { proof: 'none', refused: 'file.path-invalid' } };
    expect(
      (
        await attack(
          fakeSandbox(() => undefined),
          { more },
        )
      ).faults.join(),
    ).toMatch(/to be refused/);
  });
});

test('a sandbox that breaks is a fault of that program, not the end of the suite', async () => {
  const sandbox = fakeSandbox((request) => {
    if (isHostile(request)) throw new Error('the wire broke');
    return undefined;
  });
  expect((await attack(sandbox)).faults).toEqual(['It could not be run: the wire broke']);
});

describe('what can be attacked', () => {
  const sandbox = fakeSandbox(() => undefined);
  test('is every image that is built; the others are named', async () => {
    expect(await attackableLanguages(sandbox, undefined)).toEqual({
      attacked: ['bash', 'python'],
      notBuilt: ['rust'],
    });
    expect(await attackableLanguages(sandbox, 'rust')).toEqual({ attacked: [], notBuilt: ['rust'] });
  });
  test('is no language that does not exist', async () => {
    await expect(attackableLanguages(sandbox, 'cobol')).rejects.toMatchObject({
      code: 'run.language-unknown',
    });
  });
});

test('a look after every second program sees what was left, and the last look sees the rest', async () => {
  let isDirty = false;
  const sandbox = fakeSandbox((request) => {
    if (!isHostile(request)) return isDirty ? { stdout: 'processes: 2\n/tmp/left\n' } : undefined;
    isDirty = true;
    return undefined;
  });
  const suite = createAttackSuite({ sandbox, languages: ['bash'], directory, concurrency: 1, lookEvery: 2 });
  const { signal } = new AbortController();
  expect(await suite.attack(program(), { signal })).toMatchObject([{ passed: true }]);
  expect(await suite.lastLook({ signal })).toMatchObject([{ language: 'bash' }]);
  expect(await suite.attack(program(), { signal })).toMatchObject([{ passed: false }]);
});
