import type { RunLimits, RunResult } from '@sandsmith/contracts/domain/run';
import type { EngineState } from '../containers/sealed-containers.ts';
import { signalName, signalNumber } from '../linux-signals.ts';
import type { RunnerOutcome, RunReport } from './run-report.ts';

/** Why the server itself ended the container. */
export type StopReason = 'cancelled' | 'wallTimeMs' | 'outputBytes' | 'shutdown' | 'filesLost';

export type Verdict = Pick<RunResult, 'status' | 'phase' | 'exitCode' | 'signal' | 'limit' | 'message'>;

export function infrastructureVerdict(message: string): Verdict {
  return { status: 'infrastructure-error', phase: 'run', exitCode: null, signal: null, message };
}

/** The code with which the runner says it ends, given what it reported. */
export function reportedExitCode({ ending, exitCode, signal }: RunnerOutcome): number {
  if (ending === 'fault') return 125;
  return signal === 0 ? exitCode : 128 + signal;
}

/** Whether the program, or one that it started, ran into the size of its files. */
function isFileTooLarge({ outcome, artifacts }: RunReport, limits: Partial<RunLimits>): boolean {
  const tooLarge = signalNumber('SIGXFSZ');
  if (outcome?.signal === tooLarge || outcome?.exitCode === 128 + tooLarge) return true;
  // A runtime that ignores the signal is told by the call; what it leaves behind is exactly as large as it may be.
  if (outcome?.fileFull) return true;
  return artifacts.some(({ bytes }) => bytes === limits.fileBytes);
}

/** The system's words for a full descriptor table, as all languages pass them on. */
const tooManyOpenFiles = /too many open files(?! in system)|\bEMFILE\b/i;
/** An error that nobody caught is at the end. */
const lastWords = 4_096;

/**
 * The kernel counts no refused descriptors, and a table that is full for less than a millisecond is not seen. What a
 * failed program says of it is then taken for the reason: no more than the name of a limit depends on that.
 */
function saysTooManyOpenFiles(stderr: string): boolean {
  return tooManyOpenFiles.test(stderr.slice(-lastWords));
}

/** A limit that did not end the program but explains why it failed. */
function limitBehindFailure(
  outcome: RunnerOutcome,
  { isFileLimit, stderr }: { isFileLimit: boolean; stderr: string },
): keyof RunLimits | undefined {
  if (isFileLimit) return 'fileBytes';
  const folder = fullFolder(outcome);
  if (folder) return folder;
  if (outcome.refusedProcesses > 0) return 'pids';
  return outcome.refusedFiles > 0 || saysTooManyOpenFiles(stderr) ? 'openFiles' : undefined;
}

/** What the working folder has run out of. */
function fullFolder(outcome: RunnerOutcome): 'workBytes' | 'workInodes' | undefined {
  if (outcome.inodesFull) return 'workInodes';
  return outcome.workFull ? 'workBytes' : undefined;
}

function verdictOfOutcome(
  outcome: RunnerOutcome,
  report: RunReport,
  { state, limits, stderr }: { state: EngineState | undefined; limits: Partial<RunLimits>; stderr: string },
): Verdict {
  const { phase, ending } = outcome;
  const signal = signalName(outcome.signal);
  const exitCode = outcome.signal === 0 ? outcome.exitCode : null;
  if (ending === 'fault') {
    const limit = fullFolder(outcome);
    if (limit) return { status: 'failed', phase, exitCode: null, signal: null, limit };
    return infrastructureVerdict(
      `The run could not be prepared in its container: ${report.fault ?? 'no reason was given'}.`,
    );
  }
  if (outcome.memoryKills > 0 || state?.isOutOfMemory)
    return { status: 'out-of-memory', phase, exitCode, signal, limit: 'memoryBytes' };
  if (ending === 'dependencyBytes') return { status: 'failed', phase, exitCode, signal, limit: ending };
  if (ending === 'stopped')
    return infrastructureVerdict('The program was ended, and nobody here has asked for it. Run it again.');
  if (ending !== 'exit') return { status: 'timed-out', phase, exitCode, signal, limit: ending };
  if (outcome.signal === 0 && outcome.exitCode === 0) return { status: 'succeeded', phase, exitCode, signal };
  return {
    status: 'failed',
    phase,
    exitCode,
    signal,
    limit: limitBehindFailure(outcome, { isFileLimit: isFileTooLarge(report, limits), stderr }),
  };
}

/** Killed, and the agent saw no reason: the memory of the container may be accounted where it cannot look. */
export function isKilledUnseen({ ending, signal, memoryKills }: RunnerOutcome): boolean {
  return ending === 'exit' && signal === signalNumber('SIGKILL') && memoryKills === 0;
}

/** What became of a run, from the runner's report, the engine's own account and what the server did. */
export function verdictOf({
  report,
  state,
  stopReason,
  limits = {},
  stderr = '',
}: {
  report: RunReport;
  /** Where the report alone does not tell; undefined where the engine could not be asked. */
  state: EngineState | undefined;
  stopReason: StopReason | undefined;
  limits?: Partial<RunLimits>;
  /** What the program itself said. */
  stderr?: string;
}): Verdict {
  const phase = report.outcome?.phase ?? 'run';
  const killed = { phase, exitCode: null, signal: 'SIGKILL' } as const;
  if (stopReason === 'cancelled') return { status: 'cancelled', ...killed };
  if (stopReason === 'shutdown')
    return infrastructureVerdict('Sandsmith was stopped while the program ran. Run it again.');
  if (stopReason === 'filesLost')
    return infrastructureVerdict(
      'A file for the run could not be read to its end; it may have been deleted meanwhile. Run it again.',
    );
  if (stopReason === 'outputBytes') return { status: 'output-limit', ...killed, limit: 'outputBytes' };
  if (stopReason === 'wallTimeMs') return { status: 'timed-out', ...killed, limit: 'wallTimeMs' };
  if (report.isComplete && report.outcome)
    return verdictOfOutcome(report.outcome, report, { state, limits, stderr });
  if (!state)
    return infrastructureVerdict(
      'The connection to the container engine was lost while the program ran. Check that Docker is running, then run it again.',
    );
  if (state.isOutOfMemory) return { status: 'out-of-memory', ...killed, limit: 'memoryBytes' };
  return infrastructureVerdict(
    `The container ended early with code ${state.exitCode}, before it could report. Something outside Sandsmith may have removed it; run it again.`,
  );
}
