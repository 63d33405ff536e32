import { parentPort, workerData } from 'node:worker_threads';
import { isSandsmithError, messageOf } from '@sandsmith/foundation/errors';
import type { StagedTable, StageRequest } from '../reader.ts';
import { readerOf } from '../registry.ts';

/** What the worker tells its parent. Errors cross threads as plain data, because their classes do not. */
export type WorkerMessage =
  | { type: 'progress'; bytesRead: number }
  | { type: 'done'; table: StagedTable }
  | { type: 'failed'; code?: string; message: string; details: Record<string, unknown> };

const progressIntervalMs = 200;
let lastProgress = 0;

function post(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}

try {
  const request = workerData as StageRequest; // run-worker is the only caller
  const table = await readerOf(request.format).stage(request, (bytesRead) => {
    if (Date.now() - lastProgress < progressIntervalMs) return;
    lastProgress = Date.now();
    post({ type: 'progress', bytesRead });
  });
  post({ type: 'done', table });
} catch (error) {
  if (isSandsmithError(error)) {
    post({ type: 'failed', code: error.code, message: error.message, details: error.details });
  } else {
    const message = error instanceof Error ? (error.stack ?? error.message) : messageOf(error);
    post({ type: 'failed', message, details: {} });
  }
}
