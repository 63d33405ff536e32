import { once } from 'node:events';
import { delay } from '@sandsmith/foundation/delay';
import type { Context } from '../context/context.ts';
import { type BuildTail, createBuildTail } from './build-tail.ts';
import type { MessageHandler, RealtimeSocket } from './socket-types.ts';

export interface BuildMessages {
  subscribe: MessageHandler<'build.subscribe'>;
  unsubscribe: MessageHandler<'build.unsubscribe'>;
  /** Something was stored for a build. */
  wake(buildId: string): void;
}

const maxSubscriptions = 64;
/** How often to look again where the transport does not say that it is free. */
const lookAgainMs = 250;

export function createBuildMessages(context: Context): BuildMessages {
  const tails = new Map<string, Set<BuildTail>>();

  function addTail(buildId: string, tail: BuildTail): () => void {
    const group = tails.get(buildId) ?? new Set();
    tails.set(buildId, group.add(tail));
    return () => {
      tail.close();
      group.delete(tail);
      if (group.size === 0) tails.delete(buildId);
    };
  }

  return {
    wake: (buildId) => {
      for (const tail of tails.get(buildId) ?? []) tail.wake();
    },
    async subscribe({ message: { buildId, after }, socket }) {
      const { principal, subscriptions } = socket.data;
      const build = await context.builds.read(principal, buildId);
      // What is begun for a connection that has left meanwhile, nothing would end.
      if (socket.disconnected) return undefined;
      const key = `build:${buildId}`;
      subscriptions.get(key)?.();
      if (subscriptions.size >= maxSubscriptions) forgetOldest(subscriptions);
      const tail = createBuildTail({
        after,
        readPage: (page) => context.builder.events(buildId, page),
        send: (event) => socket.emit('build.event', event),
        drained: () => drained(socket),
        onError: (error) => context.log.warn({ err: error, buildId }, 'build events could not be read'),
      });
      subscriptions.set(key, addTail(buildId, tail));
      return { lastSequence: build.lastSequence };
    },
    async unsubscribe({ message: { buildId }, socket }) {
      const key = `build:${buildId}`;
      socket.data.subscriptions.get(key)?.();
      socket.data.subscriptions.delete(key);
      return undefined;
    },
  };
}

function forgetOldest(subscriptions: Map<string, () => void>): void {
  const [oldest] = subscriptions;
  if (!oldest) return;
  oldest[1]();
  subscriptions.delete(oldest[0]);
}

/** The transport takes no more until what it was given has left: then a slow reader is waited for. */
async function drained(socket: RealtimeSocket): Promise<void> {
  while (socket.connected && !socket.conn.transport.writable) {
    const waiting = new AbortController();
    await Promise.race([
      once(socket.conn, 'drain', { signal: waiting.signal }),
      delay(lookAgainMs, waiting.signal),
    ]).finally(() => waiting.abort());
  }
}
