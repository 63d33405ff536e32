import type { RunId } from '@sandsmith/contracts/domain/ids';
import type { RunResult } from '@sandsmith/contracts/domain/run';

interface KnownRun {
  id: string;
  language: string;
}

/** The end of a run whose server died: nothing of its output is known any more. */
export function abandonedResult(run: KnownRun): RunResult {
  return withoutOutput(run, 'The server stopped while this ran. Start it again.');
}

/** The end of a run that the server itself could not carry through. */
export function brokenResult(run: KnownRun): RunResult {
  return withoutOutput(
    run,
    'The server met a fault of its own while this ran, and its log tells more. Start it again.',
  );
}

function withoutOutput({ id, language }: KnownRun, message: string): RunResult {
  return {
    // The id was made by this server, as a UUID.
    id: id as RunId,
    language,
    status: 'infrastructure-error',
    phase: 'run',
    exitCode: null,
    signal: null,
    message,
    stdout: '',
    stderr: '',
    truncated: { stdout: false, stderr: false },
    wallTimeMs: 0,
    cpuTimeMs: 0,
    peakMemoryBytes: 0,
    queuedMs: 0,
    artifacts: [],
    skippedArtifacts: [],
  };
}
