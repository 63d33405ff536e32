import type { Duplex } from 'node:stream';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RunResult } from '@sandsmith/contracts/domain/run';
import type { RunEvent } from '@sandsmith/contracts/events/run-events';
import { messageOf } from '@sandsmith/foundation/errors';
import type { Logger } from '@sandsmith/foundation/logger';
import type Docker from 'dockerode';
import type { ContainerContext } from './container-options.ts';
import { within } from './engine.ts';
import { createNonceSplitter, newNonce } from './nonce-splitter.ts';
import { attach, createContainer } from './open-container.ts';
import { createOutputCollector, type OutputCollector } from './output-collector.ts';
import { type RunPlan, requestRecords } from './run-plan.ts';
import { createReportReader, type ReportReader } from './run-report.ts';
import { createStreamDemultiplexer, type StreamPiece } from './stream-demultiplexer.ts';
import {
  type EngineState,
  infrastructureVerdict,
  type StopReason,
  type Verdict,
  verdictOf,
} from './verdict.ts';

/** The runner ends the program in time by itself; this much later the server does. */
const outsideGraceMs = 3_000;
/** How long the runner may take to hand over artifacts. */
const reportTimeoutMs = 60_000;
const engineTimeoutMs = 15_000;
/** How long a container may take to end whose connection ended without a report. */
const cutTimeoutMs = 3_000;

export interface RunContext {
  engine: Docker;
  logger: Logger;
  container: ContainerContext;
  /** Aborts when the server stops. */
  shutdown: AbortSignal;
  signal: AbortSignal;
  queuedMs: number;
}

type StreamName = 'stdout' | 'stderr';

/** The state of one run while its container exists. */
interface LiveRun {
  output: OutputCollector;
  reader: ReportReader;
  stopReason: StopReason | undefined;
  stop(reason: StopReason): void;
  /** The program is over and its report has begun. */
  onReport(): void;
  dispose(): void;
}

function createLiveRun(
  plan: RunPlan,
  context: RunContext,
  container: Docker.Container,
  socket: Duplex,
): LiveRun {
  const timers: NodeJS.Timeout[] = [];
  let isDisposed = false;
  const after = (ms: number, work: () => void) => {
    if (!isDisposed) timers.push(setTimeout(work, ms));
  };
  const onCancel = () => run.stop('cancelled');
  const onShutdown = () => run.stop('shutdown');
  const run: LiveRun = {
    output: createOutputCollector({ maxBytes: plan.limits.outputBytes }),
    reader: createReportReader({ artifactsDirectory: plan.request.artifactsDirectory }),
    stopReason: undefined,
    stop(reason) {
      if (run.stopReason) return;
      run.stopReason = reason;
      // where the engine cannot be told, the connection is given up, and the janitor removes the container later
      within(engineTimeoutMs, 'ending the container', container.kill())
        .catch((error: unknown) => {
          context.logger.debug({ err: error, runId: plan.request.runId }, 'container was not killed');
        })
        .finally(() => after(1_000, () => socket.destroy()));
    },
    onReport() {
      for (const timer of timers.splice(0)) clearTimeout(timer);
      after(reportTimeoutMs, () => socket.destroy());
    },
    dispose() {
      isDisposed = true;
      for (const timer of timers) clearTimeout(timer);
      context.signal.removeEventListener('abort', onCancel);
      context.shutdown.removeEventListener('abort', onShutdown);
      socket.destroy();
    },
  };
  after(plan.limits.wallTimeMs + outsideGraceMs, () => run.stop('wallTimeMs'));
  context.signal.addEventListener('abort', onCancel);
  context.shutdown.addEventListener('abort', onShutdown);
  if (context.signal.aborted) onCancel();
  if (context.shutdown.aborted) onShutdown();
  return run;
}

function* deltas(run: LiveRun, stream: StreamName, bytes: Buffer): Generator<RunEvent> {
  for (const chunk of run.output.push(stream, bytes)) yield { type: `${stream}.delta`, ...chunk };
  if (run.output.isOverLimit()) run.stop('outputBytes');
}

/** What the connection brings until it ends or is cut; which of the two, the engine is asked afterwards. */
async function* chunksOf(socket: Duplex, logger: Logger): AsyncGenerator<Buffer> {
  try {
    yield* socket;
  } catch (error) {
    logger.debug({ err: error }, 'connection to a container was cut');
  }
}

/** Many small writes that came together make one event. */
function mergeAdjacent(pieces: StreamPiece[]): StreamPiece[] {
  const merged: { stream: StreamName; parts: Buffer[] }[] = [];
  for (const { stream, bytes } of pieces) {
    const last = merged.at(-1);
    if (last?.stream === stream) last.parts.push(bytes);
    else merged.push({ stream, parts: [bytes] });
  }
  return merged.map(({ stream, parts }) => ({ stream, bytes: Buffer.concat(parts) }));
}

/** Turns the container's streams into events, until they end or the connection is lost. */
async function* readStreams(
  run: LiveRun,
  chunks: AsyncIterable<Buffer>,
  nonce: Buffer,
): AsyncGenerator<RunEvent> {
  const demultiplexer = createStreamDemultiplexer();
  const splitter = createNonceSplitter(nonce);
  let hasReport = false;
  for await (const chunk of chunks) {
    for (const { stream, bytes } of mergeAdjacent(demultiplexer.push(chunk))) {
      if (stream === 'stderr') {
        yield* deltas(run, 'stderr', bytes);
        continue;
      }
      const { output, report } = splitter.push(bytes);
      if (output.length > 0) yield* deltas(run, 'stdout', output);
      if (!report) continue;
      if (!hasReport) run.onReport();
      hasReport = true;
      for (const artifact of await run.reader.push(report)) yield { type: 'artifact.found', ...artifact };
    }
  }
  yield* deltas(run, 'stdout', splitter.flush());
  for (const stream of ['stdout', 'stderr'] as const) {
    for (const chunk of run.output.flush(stream)) yield { type: `${stream}.delta`, ...chunk };
  }
}

/** The engine's account of how the container ended; undefined where it has not, or the engine is away. */
async function readState(
  container: Docker.Container,
  { isExpected, logger }: { isExpected: boolean; logger: Logger },
): Promise<EngineState | undefined> {
  try {
    const timeoutMs = isExpected ? engineTimeoutMs : cutTimeoutMs;
    await within(timeoutMs, 'waiting for the container', container.wait());
    const { State } = await within(engineTimeoutMs, 'inspecting the container', container.inspect());
    return State.Running ? undefined : { exitCode: State.ExitCode, isOutOfMemory: State.OOMKilled };
  } catch (error) {
    logger.warn({ err: error }, 'the engine could not be asked about a container');
    return undefined;
  }
}

export function emptyResult(plan: RunPlan, queuedMs: number, verdict: Verdict): RunResult {
  return {
    id: plan.request.runId as RunResult['id'], // the port takes any UUID; the brand is given here
    language: plan.language.id,
    ...verdict,
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

/** The request, and word of a file in it that could not be read: the runner would wait for the rest of it. */
async function* recordsOrFault(
  records: AsyncIterable<Buffer>,
  onFault: (error: unknown) => void,
): AsyncGenerator<Buffer> {
  try {
    yield* records;
  } catch (error) {
    onFault(error);
    throw error;
  }
}

/** Connects, starts and hands the request over; fails where the engine does. */
async function launch(
  plan: RunPlan,
  container: Docker.Container,
  socket: Duplex,
  options: { nonce: Buffer; onFault: (error: unknown) => void },
): Promise<void> {
  const records = recordsOrFault(requestRecords(plan, options.nonce), options.onFault);
  // a container that ends early closes the connection under the request: its own end tells why
  pipeline(Readable.from(records), socket, { end: false }).catch(() => {});
  await within(60_000, 'starting the container', container.start());
}

async function* runAttached(
  plan: RunPlan,
  context: RunContext,
  container: Docker.Container,
): AsyncGenerator<RunEvent, RunResult> {
  const socket = await attach(container);
  // an error also ends the reading below, which deals with it
  socket.on('error', (error) => context.logger.debug({ err: error }, 'connection to a container failed'));
  const run = createLiveRun(plan, context, container, socket);
  const nonce = newNonce();
  try {
    const onFault = (error: unknown) => {
      context.logger.warn({ err: error, runId: plan.request.runId }, 'a file of a run could not be read');
      run.stop('filesLost');
    };
    await launch(plan, container, socket, { nonce, onFault });
    const startedMs = Date.now();
    yield { type: 'run.started', id: plan.request.runId, language: plan.language.id };
    yield* readStreams(run, chunksOf(socket, context.logger), nonce);
    const wallTimeMs = Date.now() - startedMs;
    const report = run.reader.report();
    const isExpected = report.isComplete || run.stopReason !== undefined;
    const state = await readState(container, { isExpected, logger: context.logger });
    const verdict = verdictOf({ report, state, stopReason: run.stopReason, limits: plan.limits });
    return {
      ...emptyResult(plan, context.queuedMs, verdict),
      ...run.output.result(),
      wallTimeMs: report.outcome?.wallTimeMs ?? wallTimeMs,
      cpuTimeMs: report.outcome?.cpuTimeMs ?? 0,
      peakMemoryBytes: report.outcome?.peakMemoryBytes ?? 0,
      artifacts: report.artifacts,
      skippedArtifacts: report.skipped,
    };
  } finally {
    run.dispose();
    await run.reader.close();
  }
}

function explain(error: unknown): string {
  const isDiskFull = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
  if (!isDiskFull) return messageOf(error);
  return "The server's disk is full, so what the program made could not be kept. Delete what is no longer needed, or add space, and run it again.";
}

/**
 * Runs a plan in a container of its own and removes the container whatever happens. Gives the result; throws
 * MountRefusedError before anything ran where documents cannot be mounted.
 */
export async function* runContainer(plan: RunPlan, context: RunContext): AsyncGenerator<RunEvent, RunResult> {
  const container = await createContainer(context.engine, plan, context.container);
  try {
    return yield* runAttached(plan, context, container);
  } catch (error) {
    context.logger.warn({ err: error, runId: plan.request.runId }, 'run failed in its infrastructure');
    return emptyResult(plan, context.queuedMs, infrastructureVerdict(explain(error)));
  } finally {
    // where this fails the engine is away; the janitor removes the container when it is back
    await within(engineTimeoutMs, 'removing the container', container.remove({ force: true, v: true })).catch(
      (error: unknown) => context.logger.warn({ err: error }, 'container was not removed yet'),
    );
  }
}
