import { describe, expect, test } from '@jest/globals';
import type { EngineState } from '../containers/sealed-containers.ts';
import type { RunnerOutcome, RunReport } from './run-report.ts';
import { verdictOf } from './verdict.ts';

const outcome: RunnerOutcome = {
  phase: 'run',
  ending: 'exit',
  exitCode: 0,
  signal: 0,
  wallTimeMs: 1,
  cpuTimeMs: 1,
  peakMemoryBytes: 1,
  memoryKills: 0,
  refusedProcesses: 0,
  refusedFiles: 0,
  workFull: false,
  inodesFull: false,
  fileFull: false,
};

function report(change: Partial<RunnerOutcome> = {}, more: Partial<RunReport> = {}): RunReport {
  return {
    outcome: { ...outcome, ...change },
    fault: undefined,
    artifacts: [],
    skipped: [],
    isComplete: true,
    ...more,
  };
}

const state = (exitCode: number, isOutOfMemory = false) => ({ exitCode, isOutOfMemory });
const noReport = report({}, { outcome: undefined, isComplete: false });

const cases: [string, RunReport, EngineState | undefined, object][] = [
  ['success', report(), state(0), { status: 'succeeded', exitCode: 0, signal: null }],
  ['a failure', report({ exitCode: 3 }), state(3), { status: 'failed', exitCode: 3 }],
  [
    'a failed compilation',
    report({ phase: 'compile', exitCode: 2 }),
    state(2),
    { status: 'failed', phase: 'compile' },
  ],
  ['a crash', report({ signal: 11 }), state(139), { status: 'failed', exitCode: null, signal: 'SIGSEGV' }],
  [
    'wall time',
    report({ ending: 'wallTimeMs', signal: 9 }),
    state(137),
    { status: 'timed-out', limit: 'wallTimeMs' },
  ],
  [
    'processor time',
    report({ ending: 'cpuTimeMs', signal: 9 }),
    state(137),
    { status: 'timed-out', limit: 'cpuTimeMs' },
  ],
  ['memory', report({ memoryKills: 1 }), state(0), { status: 'out-of-memory', exitCode: 0 }],
  ['memory as the engine saw it', report({ signal: 9 }), state(137, true), { status: 'out-of-memory' }],
  ['memory without a report', noReport, state(137, true), { status: 'out-of-memory', limit: 'memoryBytes' }],
  [
    'a full folder',
    report({ exitCode: 1, workFull: true }),
    state(1),
    { status: 'failed', limit: 'workBytes' },
  ],
  ['a full folder that did not matter', report({ workFull: true }), state(0), { status: 'succeeded' }],
  [
    'refused processes',
    report({ exitCode: 1, refusedProcesses: 2 }),
    state(1),
    { status: 'failed', limit: 'pids' },
  ],
  ['too many open files', report({ exitCode: 1, refusedFiles: 1 }), state(1), { limit: 'openFiles' }],
  ['open files that did not matter', report({ refusedFiles: 1 }), state(0), { status: 'succeeded' }],
  [
    'too many files in the folder',
    report({ exitCode: 1, workFull: true, inodesFull: true }),
    state(1),
    { status: 'failed', limit: 'workInodes' },
  ],
  [
    'too large an installation',
    report({ ending: 'dependencyBytes', signal: 9 }),
    state(137),
    { status: 'failed', limit: 'dependencyBytes' },
  ],
  [
    'an end that nobody asked for',
    report({ ending: 'stopped', signal: 9 }),
    state(137),
    { status: 'infrastructure-error' },
  ],
  ['a file at its limit', report({ exitCode: 1, fileFull: true }), state(1), { limit: 'fileBytes' }],
  ['too large a file', report({ signal: 25 }), state(153), { status: 'failed', limit: 'fileBytes' }],
  [
    'files that do not fit',
    report({ ending: 'fault', workFull: true }),
    state(125),
    { status: 'failed', limit: 'workBytes' },
  ],
  [
    'another fault',
    report({ ending: 'fault' }, { fault: 'why' }),
    state(125),
    { status: 'infrastructure-error', message: expect.stringContaining('why') },
  ],
  [
    'a whole report, without asking the engine',
    report({ exitCode: 4 }),
    undefined,
    { status: 'failed', exitCode: 4 },
  ],
  ['no report', noReport, state(137), { status: 'infrastructure-error' }],
  ['half a report', report({}, { isComplete: false }), state(0), { status: 'infrastructure-error' }],
  [
    'a lost engine',
    noReport,
    undefined,
    { status: 'infrastructure-error', message: expect.stringContaining('Docker') },
  ],
];

describe('the verdict', () => {
  test.each(cases)('of %s', (_name, given, engine, expected) => {
    expect(verdictOf({ report: given, state: engine, stopReason: undefined })).toMatchObject(expected);
  });

  test.each([
    ['cancelled', { status: 'cancelled' }],
    ['outputBytes', { status: 'output-limit', limit: 'outputBytes' }],
    ['wallTimeMs', { status: 'timed-out', limit: 'wallTimeMs' }],
    ['shutdown', { status: 'infrastructure-error' }],
  ] as const)('of a run ended by the server: %s', (stopReason, expected) => {
    expect(verdictOf({ report: noReport, state: state(137), stopReason })).toMatchObject(expected);
  });
});

test.each([
  ["OSError: [Errno 24] Too many open files: '/dev/null'", 1, 'openFiles'],
  ["Error: EMFILE: too many open files, open 'a'", 1, 'openFiles'],
  ['panic: open a: too many open files', 2, 'openFiles'],
  ['Too many open files in system', 1, undefined],
  [`Too many open files${'.'.repeat(5_000)}`, 1, undefined],
  ['warning: Too many open files', 0, undefined],
])('the last words "%.40s" of a program that ended with %i', (stderr, exitCode, limit) => {
  const verdict = verdictOf({
    report: report({ exitCode }),
    state: undefined,
    stopReason: undefined,
    stderr,
  });
  expect(verdict.limit).toBe(limit);
});

test('a file at its limit explains a failure of a program that ignores the signal, and no success', () => {
  const artifacts = [{ path: 'a.bin', mediaType: 'application/octet-stream', bytes: 1_024 }];
  const judge = (exitCode: number, limits = { fileBytes: 1_024 }) =>
    verdictOf({
      report: report({ exitCode }, { artifacts }),
      state: state(exitCode),
      stopReason: undefined,
      limits,
    }).limit;
  expect([judge(1), judge(0), judge(1, { fileBytes: 2_048 }), judge(153, { fileBytes: 2_048 })]).toEqual([
    'fileBytes',
    undefined,
    undefined,
    'fileBytes',
  ]);
});
