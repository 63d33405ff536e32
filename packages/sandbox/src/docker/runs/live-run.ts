import type { RunEvent } from '@sandsmith/contracts/events/run-events';
import { delay } from '@sandsmith/foundation/delay';
import type { Logger } from '@sandsmith/foundation/logger';
import { createWakeUp, type WakeUp } from '@sandsmith/foundation/wake-up';
import { type AgentChannel, type ChannelEnd, containerChannel } from '../channel/agent-channel.ts';
import type { SealedContainer } from '../containers/sealed-containers.ts';
import { createOutputCollector, type OutputCollector } from './output-collector.ts';
import type { RunContext } from './run-in-container.ts';
import type { RunPlan } from './run-plan.ts';
import { createReportReader, type ReportReader } from './run-report.ts';
import type { StopReason } from './verdict.ts';

/** The agent ends the program in time by itself; this much later the server does. */
const outsideGraceMs = 3_000;
/** How long the files of a run may take to reach the agent. */
const setUpTimeoutMs = 120_000;
/** How long the agent may take to hand over artifacts. */
const reportTimeoutMs = 60_000;
/** How long the agent may take to end the program and say so, before the engine is told to. */
const stopGraceMs: Record<StopReason, number> = {
  cancelled: 100,
  shutdown: 0,
  filesLost: 0,
  wallTimeMs: 100,
  outputBytes: 2_000,
};

/** The state of one run while its container exists. */
export interface LiveRun {
  /** The channel of the program's input and output. */
  channel: number;
  output: OutputCollector;
  reader: ReportReader;
  stopReason: StopReason | undefined;
  /** Why the report could not be taken, such as a full disk. */
  fault: unknown;
  /** Ends the program: the agent does, or where that takes too long the engine. Only the first reason counts. */
  stop(reason: StopReason): void;
  /** The agent has everything and begins. */
  onBegin(): void;
  /** Whether nothing more will come. */
  isOver(): boolean;
  hasMore(): boolean;
  /** The events that came since the last time; all that is left where it is over. */
  take(): RunEvent[];
  /** Resolves when more has come. */
  change(): Promise<void>;
  /** Lets more come together. */
  pause(ms: number): Promise<void>;
  close(): Promise<void>;
}

const unwanted = new Set<StopReason | undefined>(['cancelled', 'shutdown']);

/** Timers of which each new one takes the place of the last. */
interface Alarm {
  set(ms: number, work: () => void): void;
  clear(): void;
}

function createAlarm(): Alarm {
  let timer: NodeJS.Timeout | undefined;
  return {
    set(ms, work) {
      clearTimeout(timer);
      timer = setTimeout(work, ms);
    },
    clear: () => clearTimeout(timer),
  };
}

/** Calls back when the caller or the server wants the run to end. */
function watchWishes(
  { signal, shutdown }: RunContext,
  stop: (reason: StopReason) => void,
): { dispose(): void } {
  const onCancel = () => stop('cancelled');
  const onShutdown = () => stop('shutdown');
  signal.addEventListener('abort', onCancel);
  shutdown.addEventListener('abort', onShutdown);
  if (signal.aborted) onCancel();
  if (shutdown.aborted) onShutdown();
  return {
    dispose() {
      signal.removeEventListener('abort', onCancel);
      shutdown.removeEventListener('abort', onShutdown);
    },
  };
}

/** Ends what the agent did not. Where the engine cannot be told either, the janitor removes the container later. */
function kill({ container, channel }: Parts, { logger }: RunContext): void {
  container
    .kill()
    .catch((error: unknown) =>
      logger.debug({ err: error, containerId: container.id }, 'container was not killed'),
    )
    .finally(() => channel.destroy());
}

/** Takes the records of a run: output into the collector, the report into its reader. */
function listen(run: LiveRun, parts: Parts, found: RunEvent[]): void {
  const { channel, wakeUp, alarm } = parts;
  const take = (stream: 'stdout' | 'stderr', bytes: Buffer) => {
    run.output.push(stream, bytes);
    if (run.output.isOverLimit()) run.stop('outputBytes');
    wakeUp.wake();
  };
  channel.onRecord(run.channel, ({ type, bytes }) => {
    if (type === 'u') take('stdout', bytes);
    if (type === 'v') take('stderr', bytes);
  });
  channel.onRecord(containerChannel, (record) => {
    const pending = run.reader.take(record);
    // the program is over: what is left is the agent's work
    if (record.type === 'J') alarm.set(reportTimeoutMs, () => channel.destroy());
    wakeUp.wake();
    return pending?.then(
      (artifact) => {
        if (artifact) found.push({ type: 'artifact.found', ...artifact });
        wakeUp.wake();
      },
      (error: unknown) => {
        run.fault = error;
        channel.destroy();
      },
    );
  });
}

function logEnd({ cause, error, diagnostics }: ChannelEnd, containerId: string, logger: Logger): void {
  if (cause === 'lost') logger.debug({ err: error, containerId }, 'connection to a container was cut');
  if (diagnostics !== '') logger.debug({ diagnostics, containerId }, 'the agent complained');
}

interface Parts {
  container: SealedContainer;
  channel: AgentChannel;
  alarm: Alarm;
  wakeUp: WakeUp;
}

/** Follows a run in a container that was not told anything yet. */
export function createLiveRun(plan: RunPlan, container: SealedContainer, context: RunContext): LiveRun {
  const { channel } = container;
  const parts: Parts = { container, channel, alarm: createAlarm(), wakeUp: createWakeUp() };
  const { alarm, wakeUp } = parts;
  const found: RunEvent[] = [];
  const over = new AbortController();
  let hasBegun = false;
  let isClosed = false;

  const run: LiveRun = {
    channel: channel.openChannel(),
    output: createOutputCollector({ maxBytes: plan.limits.outputBytes }),
    reader: createReportReader({ artifactsDirectory: plan.request.artifactsDirectory }),
    stopReason: undefined,
    fault: undefined,
    stop(reason) {
      const hasEnded = run.reader.report().outcome !== undefined && !unwanted.has(reason);
      if (run.stopReason || hasEnded) return;
      run.stopReason = reason;
      wakeUp.wake();
      if (hasBegun) channel.send('Q', containerChannel);
      alarm.set(hasBegun ? stopGraceMs[reason] : 0, () => kill(parts, context));
    },
    onBegin() {
      hasBegun = true;
      if (!run.stopReason) alarm.set(plan.limits.wallTimeMs + outsideGraceMs, () => run.stop('wallTimeMs'));
    },
    isOver() {
      const { isComplete, outcome } = run.reader.report();
      // nobody waits for what a cancelled program has made
      return isClosed || isComplete || (outcome !== undefined && unwanted.has(run.stopReason));
    },
    hasMore: () => run.isOver() || found.length > 0 || run.output.hasMore(),
    take() {
      const output = run.isOver() ? run.output.flush() : run.output.take();
      return [...output, ...found.splice(0)];
    },
    change: wakeUp.change,
    pause: (ms) => delay(ms, over.signal).catch(() => {}),
    async close() {
      over.abort();
      alarm.clear();
      wishes.dispose();
      await run.reader.close();
    },
  };
  const wishes = watchWishes(context, run.stop);
  alarm.set(setUpTimeoutMs, () => channel.destroy());
  listen(run, parts, found);
  const mode = plan.request.network;
  if (mode !== 'none')
    channel.onTunnel((tunnel) => context.egress.accept(tunnel, { mode, signal: over.signal }));
  channel.closed.then((end) => {
    isClosed = true;
    logEnd(end, container.id, context.logger);
    wakeUp.wake();
  });
  return run;
}
