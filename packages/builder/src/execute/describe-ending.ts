import type { RunResult } from '@sandsmith/contracts/domain/run';

type Ending = Pick<RunResult, 'status' | 'exitCode' | 'signal' | 'limit' | 'wallTimeMs'>;

/** How a run ended, in a few words that stay the same from run to run. */
export function endingOf(result: Ending): string {
  if (result.status === 'timed-out') return 'the time limit';
  if (result.status === 'out-of-memory') return 'the memory limit';
  if (result.status === 'output-limit') return 'the output limit';
  if (result.exitCode !== null) return `exit code ${result.exitCode}`;
  return result.signal ? `signal ${result.signal}` : result.status;
}

/** The same for a person and for a model, with what it means. */
export function explainEnding(result: Ending): string {
  if (result.status === 'timed-out')
    return `It did not finish within its time limit and was stopped after ${Math.round(result.wallTimeMs / 1_000)} seconds. Do less work, or do it faster.`;
  if (result.status === 'out-of-memory')
    return 'It used more memory than its limit and was stopped. Read and keep less at a time.';
  if (result.status === 'output-limit')
    return 'It printed more than its output limit and was stopped. Print less.';
  if (result.status === 'succeeded') return 'It succeeded.';
  const limit = result.limit ? ` It reached its limit ${result.limit}.` : '';
  return `The command ended with ${endingOf(result)}.${limit}`;
}
