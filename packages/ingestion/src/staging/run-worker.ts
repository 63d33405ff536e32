import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { errorCodes } from '@sandsmith/contracts/error-codes';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { documentUnreadable } from '../document-faults.ts';
import type { StagedTable, StageRequest } from '../reader.ts';
import type { WorkerMessage } from './staging-worker.ts';

export interface WorkerOptions {
  signal: AbortSignal;
  onProgress: (bytesRead: number) => void;
  /** A file that takes longer is refused. */
  deadlineMs: number;
  maxHeapMegabytes: number;
}

const workerPath = fileURLToPath(new URL('./staging-worker.ts', import.meta.url));

/** Reads a file in a thread of its own, with a cap on memory and time; ending the thread cancels it at once. */
export async function stageInWorker(request: StageRequest, options: WorkerOptions): Promise<StagedTable> {
  options.signal.throwIfAborted();
  const worker = new Worker(workerPath, {
    workerData: request,
    // What the parent was started with, such as a test runner's flags, is not for the worker.
    execArgv: [],
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: options.maxHeapMegabytes },
  });
  let stop = () => {};
  try {
    return await new Promise<StagedTable>((resolve, reject) => {
      const onAbort = () => reject(options.signal.reason);
      const timer = setTimeout(() => reject(tooSlow(request.name, options.deadlineMs)), options.deadlineMs);
      options.signal.addEventListener('abort', onAbort, { once: true });
      stop = () => {
        clearTimeout(timer);
        options.signal.removeEventListener('abort', onAbort);
      };
      worker.on('message', (message: WorkerMessage) => {
        if (message.type === 'progress') options.onProgress(message.bytesRead);
        else if (message.type === 'done') resolve(message.table);
        else reject(failure(message));
      });
      worker.on('error', (error) => reject(workerError(request.name, error)));
      worker.on('exit', () => reject(new Error('The reader ended without a result')));
    });
  } finally {
    stop();
    await worker.terminate();
  }
}

function failure({ code, message, details }: Extract<WorkerMessage, { type: 'failed' }>): Error {
  if (code === undefined || !Object.hasOwn(errorCodes, code)) return new Error(message);
  return new SandsmithError({ code, message, details });
}

function workerError(name: string, error: unknown): unknown {
  const isOutOfMemory =
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  if (!isOutOfMemory) return error;
  const why = 'Reading it takes more memory than is allowed. Split it, or save it as CSV, and upload that.';
  return documentUnreadable(name, why, {}, error);
}

function tooSlow(name: string, deadlineMs: number): SandsmithError {
  const why = `Reading it took longer than ${Math.round(deadlineMs / 1000)} seconds. Split it, or save it as CSV, and upload that.`;
  return documentUnreadable(name, why);
}
