import type { RunEvent } from '@sandsmith/contracts/events/run-events';
import { isSandsmithError, messageOf } from '@sandsmith/foundation/errors';
import { createWakeUp } from '@sandsmith/foundation/wake-up';
import type { Sandbox, SandboxRequest } from '../../sandbox-port.ts';
import type { Availability } from '../availability.ts';
import type { ImageSupply } from '../images/image-supply.ts';
import { cancelled, type RunExecutor, stopped } from './run-executor.ts';
import { emptyResult } from './run-in-container.ts';
import type { RunPlan } from './run-plan.ts';
import { createRunQueue, type QueueTicket, waitTurn } from './run-queue.ts';
import { infrastructureVerdict, type Verdict } from './verdict.ts';

export interface QueuedRuns {
  run: Sandbox['run'];
  /** Resolves when every run that was under way has ended. */
  settled(): Promise<unknown>;
}

export interface QueuedRunsOptions {
  concurrency: number;
  executor: RunExecutor;
  supply: ImageSupply;
  availability: Availability;
  shutdown: AbortSignal;
}

/** Sees to it that the image is there, telling what is done meanwhile; gives why it is not. */
async function* prepareImage(
  supply: ImageSupply,
  { language }: RunPlan,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, Verdict | undefined> {
  const messages: string[] = [];
  const { wake, change } = createWakeUp();
  let isOver = false;
  const onProgress = (message: string) => {
    messages.push(message);
    wake();
  };
  const outcome = supply
    .ensure(language, { onProgress, signal })
    .then(
      () => undefined,
      (error: unknown) => failureOf(error, language.name),
    )
    .finally(() => {
      isOver = true;
      wake();
    });
  while (!isOver || messages.length > 0) {
    const next = change();
    for (const message of messages.splice(0)) yield { type: 'run.preparing', message };
    if (!isOver) await next;
  }
  return outcome;
}

function failureOf(error: unknown, name: string): Verdict {
  if (isSandsmithError(error, 'sandbox.unavailable')) return infrastructureVerdict(error.message);
  return infrastructureVerdict(`The image for ${name} could not be built: ${messageOf(error)}`);
}

/** Lets runs through in turns, so many at a time, and only with an image and a runtime that work. */
export function createQueuedRuns(options: QueuedRunsOptions): QueuedRuns {
  const { concurrency, executor, supply, availability, shutdown } = options;
  const queue = createRunQueue({ concurrency });
  const ongoing = new Set<Promise<void>>();

  /** Everything before the run has its turn; gives why it has none. */
  async function* waitFor(
    plan: RunPlan,
    ticket: QueueTicket,
    signal: AbortSignal,
  ): AsyncGenerator<RunEvent, Verdict | undefined> {
    const fault = yield* prepareImage(supply, plan, signal);
    if (signal.aborted) return undefined;
    if (fault) return fault;
    ticket.makeReady();
    yield* waitTurn(ticket, signal);
    const broken = signal.aborted ? undefined : (await availability.runtimeTrial())?.fault;
    return broken === undefined ? undefined : infrastructureVerdict(broken);
  }

  async function* runPlan(plan: RunPlan, ticket: QueueTicket, signal: AbortSignal): AsyncGenerator<RunEvent> {
    const startedMs = Date.now();
    const fault = yield* waitFor(plan, ticket, AbortSignal.any([signal, shutdown]));
    const queuedMs = Date.now() - startedMs;
    const verdict = signal.aborted ? cancelled : shutdown.aborted ? stopped : fault;
    if (verdict) {
      if (fault) availability.forget();
      yield { type: 'run.finished', result: emptyResult(plan, queuedMs, verdict) };
      return;
    }
    for await (const event of executor.execute(plan, { signal, queuedMs })) {
      if (event.type === 'run.finished') {
        ticket.leave();
        if (event.result.status === 'infrastructure-error') availability.forget();
      }
      yield event;
    }
  }

  async function* run(
    request: SandboxRequest,
    { signal }: { signal: AbortSignal },
  ): AsyncGenerator<RunEvent> {
    const plan = await executor.plan(request);
    const ticket = queue.enter(request.ownerId);
    const ended = Promise.withResolvers<void>();
    ongoing.add(ended.promise);
    try {
      yield* runPlan(plan, ticket, signal);
    } finally {
      ticket.leave();
      ongoing.delete(ended.promise);
      ended.resolve();
    }
  }

  return { run, settled: () => Promise.allSettled(ongoing) };
}
