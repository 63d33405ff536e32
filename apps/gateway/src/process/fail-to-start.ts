import { isSandsmithError } from '@sandsmith/foundation/errors';

/** A fault with a remedy is told in plain words; any other with its stack, as it is ours. */
export function failToStart(error: unknown): void {
  const isStopped = isSandsmithError(error, 'server.stopping');
  if (!isStopped) {
    const text = isSandsmithError(error)
      ? error.message
      : error instanceof Error
        ? error.stack
        : String(error);
    process.stderr.write(`Sandsmith could not start.\n${text}\n`);
  }
  process.exitCode = isStopped ? 0 : 1;
  // The channel to the parent would keep this process alive.
  if (process.connected) process.disconnect();
}
