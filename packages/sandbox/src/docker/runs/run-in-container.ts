import type { RunResult } from '@sandsmith/contracts/domain/run';
import type { RunEvent } from '@sandsmith/contracts/events/run-events';
import { messageOf } from '@sandsmith/foundation/errors';
import type { Logger } from '@sandsmith/foundation/logger';
import type { EngineState, SealedContainer } from '../containers/sealed-containers.ts';
import type { EgressProxy } from '../egress/egress-proxy.ts';
import { createLiveRun, type LiveRun } from './live-run.ts';
import type { RunPlan } from './run-plan.ts';
import { sendInput, sendSetUp } from './send-request.ts';
import {
  infrastructureVerdict,
  isKilledUnseen,
  reportedExitCode,
  type Verdict,
  verdictOf,
} from './verdict.ts';

/** How long a container may take to end whose connection ended without a report. */
const cutTimeoutMs = 3_000;
/** Many events soon after another cost the server more than the program: beyond these, output is told in larger pieces. */
const eventsAtOnce = 200;
const slowEveryMs = 20;

export interface RunContext {
  logger: Logger;
  egress: EgressProxy;
  /** Aborts when the server stops. */
  shutdown: AbortSignal;
  signal: AbortSignal;
  queuedMs: number;
}

export function emptyResult(plan: RunPlan, queuedMs: number, verdict: Verdict): RunResult {
  return {
    id: plan.request.runId as RunResult['id'], // the port takes any UUID; the brand is given here
    language: plan.language.id,
    ...verdict,
    limits: plan.limits,
    stdout: '',
    stderr: '',
    truncated: { stdout: false, stderr: false },
    wallTimeMs: 0,
    cpuTimeMs: 0,
    peakMemoryBytes: 0,
    queuedMs,
    artifacts: [],
    skippedArtifacts: [],
  };
}

/** Tells the agent what to run; word of what could not be read on the way ends the run. */
async function launch(
  plan: RunPlan,
  container: SealedContainer,
  run: LiveRun,
  logger: Logger,
): Promise<void> {
  const { channel } = container;
  const onFault = (error: unknown) => {
    logger.warn({ err: error, runId: plan.request.runId }, 'a file of a run could not be read');
    run.stop('filesLost');
  };
  const input = channel.openInput(run.channel);
  try {
    await sendSetUp(channel, plan, 'run');
  } catch (error) {
    onFault(error);
    return;
  }
  run.onBegin();
  sendInput(input, plan.request.stdin).catch(onFault);
}

/** What the run tells as it comes, until its end. */
async function* follow(run: LiveRun): AsyncGenerator<RunEvent> {
  for (let told = 0, lastMs = 0; ; ) {
    const isOver = run.isOver();
    const events = run.take();
    told += events.length;
    yield* events;
    if (isOver) return;
    if (!run.hasMore()) await run.change();
    const sinceMs = performance.now() - lastMs;
    if (told > eventsAtOnce && sinceMs < slowEveryMs) await run.pause(slowEveryMs - sinceMs);
    lastMs = performance.now();
  }
}

/** The engine's own account of an end of which the agent could not tell all; undefined where there is none. */
async function stateOf(container: SealedContainer, run: LiveRun): Promise<EngineState | undefined> {
  const { isComplete, outcome } = run.reader.report();
  // what the server itself has ended, and what the agent has told to the end, is judged without
  if (run.stopReason || (isComplete && outcome && !isKilledUnseen(outcome))) return undefined;
  return container.state({ timeoutMs: cutTimeoutMs });
}

function explain(error: unknown): string {
  const isDiskFull = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
  if (!isDiskFull) return messageOf(error);
  return "The server's disk is full, so what the program made could not be kept. Delete what is no longer needed, or add space, and run it again.";
}

/**
 * Runs a plan in a container that has started and was never used, and gives the result. The container is of no further
 * use; removing it is the caller's.
 */
export async function* runInContainer(
  plan: RunPlan,
  container: SealedContainer,
  context: RunContext,
): AsyncGenerator<RunEvent, RunResult> {
  const { logger, queuedMs } = context;
  const run = createLiveRun(plan, container, context);
  try {
    await launch(plan, container, run, logger);
    const startedMs = performance.now();
    yield { type: 'run.started', id: plan.request.runId, language: plan.language.id };
    yield* follow(run);
    const wallTimeMs = Math.round(performance.now() - startedMs);
    if (run.fault !== undefined) throw run.fault;
    const report = run.reader.report();
    const { stopReason } = run;
    const state = await stateOf(container, run);
    const output = run.output.result();
    const verdict = verdictOf({ report, state, stopReason, limits: plan.limits, stderr: output.stderr });
    if (report.isComplete && report.outcome) container.expectExit(reportedExitCode(report.outcome));
    return {
      ...emptyResult(plan, queuedMs, verdict),
      ...output,
      wallTimeMs: report.outcome?.wallTimeMs ?? wallTimeMs,
      cpuTimeMs: report.outcome?.cpuTimeMs ?? 0,
      peakMemoryBytes: report.outcome?.peakMemoryBytes ?? 0,
      artifacts: report.artifacts,
      skippedArtifacts: report.skipped,
    };
  } catch (error) {
    logger.warn({ err: error, runId: plan.request.runId }, 'run failed in its infrastructure');
    return emptyResult(plan, queuedMs, infrastructureVerdict(explain(error)));
  } finally {
    await run.close();
  }
}
