import { SandsmithError } from '@sandsmith/foundation/errors';
import type { Logger } from '@sandsmith/foundation/logger';

export interface Stop {
  /** Aborted by the first signal, so that a start in progress ends too. */
  stopping: AbortController;
  /** What to close; the process ends by itself when nothing is left. */
  closeWith(close: () => Promise<void>): void;
}

/** After this the process is ended by force: it must not outlive a stop that hangs. */
const deadlineMs = 10_000;
const failedExitCode = 1;
/** One Ctrl-C can arrive more than once: from the terminal and from each program in between. */
const sameSignalMs = 1_000;

/** SIGINT, SIGTERM, SIGHUP, or the end of the parent process stop the server; a second signal ends it at once. */
export function stopOnSignals({ logger }: { logger: Logger }): Stop {
  const stopping = new AbortController();
  let close: (() => Promise<void>) | undefined;
  let isClosing = false;
  let firstSignalMs = 0;

  async function closeOnce(): Promise<void> {
    if (!close || isClosing) return;
    isClosing = true;
    setTimeout(() => process.exit(failedExitCode), deadlineMs).unref();
    await close();
    if (process.connected) process.disconnect();
  }

  function onStop(reason: string): void {
    if (stopping.signal.aborted) {
      if (performance.now() - firstSignalMs < sameSignalMs) return;
      logger.warn({ reason }, 'stopping by force');
      process.exit(failedExitCode);
    }
    firstSignalMs = performance.now();
    logger.info({ reason }, 'stopping');
    stopping.abort(
      new SandsmithError({
        code: 'server.stopping',
        message: 'The server is stopping. Try again once it is back.',
        isRetryable: true,
      }),
    );
    void closeOnce();
  }

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => onStop(signal));
  // The parent is gone: nobody is left to stop this process later.
  process.on('disconnect', () => {
    if (!stopping.signal.aborted) onStop('parent ended');
  });
  return {
    stopping,
    closeWith(given) {
      close = given;
      if (stopping.signal.aborted) void closeOnce();
    },
  };
}
