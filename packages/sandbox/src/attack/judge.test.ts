import { describe, expect, test } from '@jest/globals';
import { defaultRunLimits, type RunResult } from '@sandsmith/contracts/domain/run';
import { newId } from '@sandsmith/foundation/ids';
import { type AttackProgram, attackFileSchema } from './attack-program.ts';
import { judge } from './judge.ts';
import { harmless, type Observation } from './observation.ts';

function program(expected: object = {}): AttackProgram {
  const about = {
    title: 'A test',
    tries: 'Something.',
    heldBy: 'Something.',
    languages: 'all',
    command: 'x',
    expect: expected,
  };
  return { ...attackFileSchema.parse(about), id: 'test', group: 'tests', files: [] };
}

function result(more: Partial<RunResult> = {}): RunResult {
  return {
    id: newId() as RunResult['id'],
    language: 'bash',
    status: 'succeeded',
    phase: 'run',
    exitCode: 0,
    signal: null,
    limits: defaultRunLimits,
    stdout: '',
    stderr: '',
    truncated: { stdout: false, stderr: false },
    wallTimeMs: 1,
    cpuTimeMs: 1,
    peakMemoryBytes: 1,
    queuedMs: 0,
    artifacts: [],
    skippedArtifacts: [],
    ...more,
  };
}

function seen(more: Partial<Omit<Observation, 'stdout'>> & { stdout?: string } = {}): Observation {
  const { stdout = 'HELD: a door\nDONE\n', ...others } = more;
  return {
    result: result(),
    refused: undefined,
    stdout: Buffer.from(stdout),
    stderr: Buffer.alloc(0),
    beside: undefined,
    finishedEvents: 1,
    elapsedMs: 10,
    collected: [],
    nextRunFault: undefined,
    leftovers: [],
    ...others,
  };
}

const collected = (path: string, content = '', kind: 'file' | 'other' = 'file') => ({
  path,
  bytes: content.length,
  kind,
  content: Buffer.from(content),
});
const artifact = (path: string) => ({ path, mediaType: 'text/plain', bytes: 1 });

test('what was held is told', () => {
  expect(judge(program(), seen())).toEqual({ passed: true, faults: [], held: ['a door'] });
});

type Failing = [what: string, expected: object, observed: Parameters<typeof seen>[0], fault: RegExp];

function expectFault(_what: string, expected: object, observed: Failing[2], fault: RegExp): void {
  const { passed, faults } = judge(program(expected), seen(observed));
  expect(passed).toBe(false);
  expect(faults.join('\n')).toMatch(fault);
}

describe('each kind of check can fail', () => {
  const cases: Failing[] = [
    ['an escape', {}, { stdout: 'HELD: a\nESCAPED: by the window\nDONE\n' }, /got through: by the window/],
    ['an escape told on the error stream', {}, { stderr: Buffer.from('ESCAPED: late\n') }, /late/],
    ['an escape after a limit', { proof: 'begun' }, { stdout: 'BEGUN: x\nESCAPED: y\n' }, /got through: y/],
    ['no proof', {}, { stdout: 'hello\nDONE\n' }, /nothing is proved/],
    ['half a proof', {}, { stdout: 'HELD: a\n' }, /did not come to its end/],
    ['a bomb that never went off', { proof: 'begun' }, { stdout: '' }, /did not get as far/],
    ['a silent neighbour', {}, { beside: Buffer.from('READY\n') }, /beside it showed nothing/],
    ['a neighbour that was reached', {}, { beside: Buffer.from('ESCAPED: hit\n') }, /got through: hit/],
    ['a wrong verdict', {}, { result: result({ status: 'failed' }) }, /verdict is failed, not succeeded/],
    ['infrastructure', {}, { result: result({ status: 'infrastructure-error', message: 'm' }) }, /\(m\)/],
    ['a wrong exit code', { exitCode: 3 }, {}, /exit code is told as 0, not 3/],
    ['a wrong signal', { signal: 'SIGKILL' }, {}, /signal is told as null/],
    ['a wrong limit', { limit: ['pids'] }, {}, /limit is told as none, not pids/],
    ['a refusal', {}, { result: undefined, refused: 'sandbox.failed', finishedEvents: 0 }, /never ran/],
    ['no refusal', { proof: 'none', refused: 'file.path-invalid' }, {}, /to be refused/],
    [
      'another refusal',
      { proof: 'none', refused: 'file.path-invalid' },
      { result: undefined, refused: 'sandbox.failed', finishedEvents: 0 },
      /instead of file.path-invalid/,
    ],
    ['missing output', { stdout: { has: ['zebra'] } }, {}, /lacks "zebra"/],
    ['changed output', { stdout: { sha256: '0'.repeat(64) } }, {}, /did not arrive as it was written/],
    ['too much output', { stdout: { maxBytes: 3 } }, {}, /more than 3/],
    ['a slow end', { withinMs: 5 }, {}, /longer than 5 ms/],
    ['two results', {}, { finishedEvents: 2 }, /2 results/],
    ['a spoiled next run', {}, { nextRunFault: 'it sees a file.' }, /next run in this language: it sees/],
    ['a container left', {}, { leftovers: ['container x'] }, /left behind in the engine: container x/],
  ];
  test.each(cases)('%s', expectFault);
});

describe('each kind of check of artifacts can fail', () => {
  const cases: Failing[] = [
    ['an artifact not told', {}, { collected: [collected('a')] }, /not those that were stored/],
    ['an artifact not stored', {}, { result: result({ artifacts: [artifact('a')] }) }, /not those that were/],
    ['a link collected', {}, { collected: [collected('a', '', 'other')] }, /no regular file/],
    ['a missing artifact', { artifacts: { paths: ['a'] } }, {}, /artifacts are \[\], not \[a\]/],
    [
      'too many artifacts',
      { artifacts: { maxFiles: 0 } },
      { collected: [collected('a')], result: result({ artifacts: [artifact('a')] }) },
      /1 artifacts were collected/,
    ],
    [
      'artifacts too large',
      { artifacts: { maxBytes: 2 } },
      { collected: [collected('a', 'xyz')], result: result({ artifacts: [artifact('a')] }) },
      /Artifacts of 3 bytes/,
    ],
    [
      'a stolen content',
      { artifacts: { lack: 'root:' } },
      { collected: [collected('a', 'root:x')], result: result({ artifacts: [artifact('a')] }) },
      /holds what the program must not reach/,
    ],
    ['a skip not told', { skipped: [{ path: 'a', reason: 'link' }] }, {}, /not listed as skipped/],
    [
      'a skip without its reason',
      { skipped: [{ path: 'a', reason: 'link' }] },
      { result: result({ skippedArtifacts: [{ path: 'a', reason: 'too large' }] }) },
      /not listed as skipped/,
    ],
  ];
  test.each(cases)('%s', expectFault);
});

test('a request that may be refused is held by the refusal, or by the program', () => {
  const expected = { mayBeRefused: 'run.network-forbidden' };
  const refused = { result: undefined, refused: 'run.network-forbidden', finishedEvents: 0, stdout: '' };
  expect(judge(program(expected), seen(refused)).passed).toBe(true);
  expect(judge(program(expected), seen({ stdout: 'ESCAPED: out\n' })).passed).toBe(false);
  expect(judge(program(expected), seen({ ...refused, leftovers: ['container x'] })).passed).toBe(false);
});

test('a program that cannot work says why', () => {
  const { faults } = judge(
    program(),
    seen({ stdout: '', stderr: Buffer.from('HELD: x\nperl: not found\n') }),
  );
  expect(faults.at(-1)).toBe('It said: perl: not found');
});

test('what a program prints cannot act on the terminal that shows it', () => {
  const { faults } = judge(program(), seen({ stdout: 'ESCAPED: \u001b[2J\u009b2Jdone\u0007\n' }));
  expect(faults.join('')).toContain('done');
  expect(faults.join('')).not.toMatch(/[^\x20-\x7e\ufffd\u00a1-\u00ff]/);
  expect(harmless('x'.repeat(10_000)).length).toBeLessThan(300);
});
