import { mkdir } from 'node:fs/promises';
import type { RunEvent } from '@sandsmith/contracts/events/run-events';
import type { Sandbox, SandboxRequest } from '../sandbox-port.ts';
import type { Availability } from './availability.ts';
import { emptyResult } from './run-container.ts';
import type { RunExecutor } from './run-executor.ts';
import { createRunQueue, waitTurn } from './run-queue.ts';
import { infrastructureVerdict } from './verdict.ts';

export interface QueuedRuns {
  run: Sandbox['run'];
  /** Resolves when every run that was under way has ended. */
  settled(): Promise<unknown>;
}

export interface QueuedRunsOptions {
  concurrency: number;
  executor: RunExecutor;
  availability: Availability;
  shutdown: AbortSignal;
}

/** Lets runs through in the order they came, so many at a time, and only with a runtime that works. */
export function createQueuedRuns(options: QueuedRunsOptions): QueuedRuns {
  const { concurrency, executor, availability, shutdown } = options;
  const queue = createRunQueue({ concurrency });
  const ongoing = new Set<Promise<void>>();

  async function* run(
    request: SandboxRequest,
    { signal }: { signal: AbortSignal },
  ): AsyncGenerator<RunEvent> {
    const plan = await executor.plan(request);
    await mkdir(request.artifactsDirectory, { recursive: true });
    const startedMs = Date.now();
    const ticket = queue.enter();
    const ended = Promise.withResolvers<void>();
    ongoing.add(ended.promise);
    try {
      yield* waitTurn(ticket, AbortSignal.any([signal, shutdown]));
      const queuedMs = Date.now() - startedMs;
      const fault = signal.aborted ? undefined : await availability.runtimeFault();
      if (fault) {
        yield { type: 'run.finished', result: emptyResult(plan, queuedMs, infrastructureVerdict(fault)) };
        return;
      }
      for await (const event of executor.execute(plan, { signal, queuedMs })) {
        if (event.type === 'run.finished' && event.result.status === 'infrastructure-error')
          availability.forget();
        yield event;
      }
    } finally {
      ticket.leave();
      ongoing.delete(ended.promise);
      ended.resolve();
    }
  }

  return { run, settled: () => Promise.allSettled(ongoing) };
}
