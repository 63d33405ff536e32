import type { Context } from '../context/context.ts';
import { createSocketBacklog } from './socket-backlog.ts';
import type { MessageHandler } from './socket-types.ts';

/** Output of processes that a connection is too slow for is left out; it can be read with the process. */
const maxBacklogBytes = 1024 * 1024;

/** Tells the session as it is, then everything that happens to it. */
export function createSessionSubscription(context: Context): MessageHandler<'session.subscribe'> {
  return async ({ message: { sessionId }, socket }) => {
    const { principal, subscriptions } = socket.data;
    const session = context.sessions.get(principal, sessionId);
    const key = `session:${sessionId}`;
    subscriptions.get(key)?.();
    const backlog = createSocketBacklog(socket);
    const end = session.subscribe((event) => {
      if (event.type === 'process.output') {
        if (backlog.bytes() > maxBacklogBytes) return;
        socket.emit('session.event', { sessionId, event });
        backlog.sent(Buffer.byteLength(event.text));
      } else socket.emit('session.event', { sessionId, event });
    });
    subscriptions.set(key, () => {
      end();
      backlog.end();
    });
    socket.emit('session.event', { sessionId, event: { type: 'session.changed', session: session.view() } });
    return undefined;
  };
}
