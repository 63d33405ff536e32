import type { BuildEvent, BuildEventPage } from '@sandsmith/contracts/events/build-events';

export interface BuildTail {
  /** There may be something new. */
  wake(): void;
  close(): void;
}

export interface BuildTailOptions {
  after: number;
  readPage: (page: { after: number; limit: number }) => Promise<BuildEventPage>;
  send: (event: BuildEvent) => void;
  /** Resolves when what was sent has left this process: a slow reader is not given more than a page at a time. */
  drained: () => Promise<void>;
  onError: (error: unknown) => void;
}

const pageSize = 200;
/** Notifications may be lost where the shared store restarts; the database loses nothing. */
const lookAnywayEveryMs = 5_000;

/**
 * Sends a build's stored events in the order of their numbers, without holes and none twice: always by reading the
 * store after the last one sent, never by passing on what a notification said.
 */
export function createBuildTail(options: BuildTailOptions): BuildTail {
  let { after } = options;
  let isClosed = false;
  let isReading = false;
  let isStale = true;

  async function read(): Promise<void> {
    if (isReading || isClosed) return;
    isReading = true;
    try {
      while (isStale && !isClosed) {
        isStale = false;
        await sendAll();
      }
    } catch (error) {
      if (!isClosed) options.onError(error);
    } finally {
      isReading = false;
    }
  }

  async function sendAll(): Promise<void> {
    for (;;) {
      const { events } = await options.readPage({ after, limit: pageSize });
      for (const event of events) {
        if (isClosed) return;
        options.send(event);
        after = event.sequence;
      }
      if (events.length === 0) return;
      await options.drained();
    }
  }

  const timer = setInterval(() => wake(), lookAnywayEveryMs);
  timer.unref();
  function wake(): void {
    isStale = true;
    void read();
  }
  wake();
  return {
    wake,
    close() {
      isClosed = true;
      clearInterval(timer);
    },
  };
}
