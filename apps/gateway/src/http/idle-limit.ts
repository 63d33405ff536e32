import type { IncomingMessage } from 'node:http';
import { SandsmithError } from '@sandsmith/foundation/errors';

const defaultIdleMs = 30_000;

/**
 * Calls `onIdle` once where a body stops arriving for a while, so that a client that promised more than it sends holds
 * nothing for hours. Returns what ends the watch.
 */
export function watchForIdle(
  request: IncomingMessage,
  onIdle: (error: SandsmithError) => void,
  { idleMs = defaultIdleMs }: { idleMs?: number } = {},
): () => void {
  let seen = request.socket.bytesRead;
  const timer = setInterval(() => {
    const { bytesRead } = request.socket;
    const isIdle = bytesRead === seen && !request.complete;
    seen = bytesRead;
    if (!isIdle) return;
    clearInterval(timer);
    onIdle(
      new SandsmithError({
        code: 'request.timeout',
        message: `Nothing more of the body arrived for ${Math.round(idleMs / 1000)} seconds. Check that its length is the one the headers tell, and send it again.`,
      }),
    );
  }, idleMs);
  timer.unref();
  return () => clearInterval(timer);
}
