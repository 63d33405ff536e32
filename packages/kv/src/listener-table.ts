import { messageOf } from '@sandsmith/foundation/errors';
import type { Logger } from '@sandsmith/foundation/logger';

type Listener = (message: string) => void;

/** Who listens to which channel. One listener's fault reaches neither the others nor the connection. */
export interface ListenerTable {
  /** `isFirst`: nobody listened to the channel before. `remove` is true where nobody does any more. */
  add(channel: string, listener: Listener): { isFirst: boolean; remove: () => boolean };
  has(channel: string): boolean;
  deliver(channel: string, message: string): void;
  clear(): void;
}

export function createListenerTable(logger: Logger): ListenerTable {
  // Keyed by subscription, since the same function may be subscribed twice.
  const channels = new Map<string, Map<symbol, Listener>>();
  return {
    add(channel, listener) {
      const listeners = channels.get(channel) ?? new Map<symbol, Listener>();
      const isFirst = listeners.size === 0;
      channels.set(channel, listeners);
      const subscription = Symbol(channel);
      listeners.set(subscription, listener);
      return {
        isFirst,
        remove() {
          if (!listeners.delete(subscription) || listeners.size > 0) return false;
          if (channels.get(channel) === listeners) channels.delete(channel);
          return true;
        },
      };
    },
    has: (channel) => channels.has(channel),
    deliver(channel, message) {
      for (const listener of [...(channels.get(channel)?.values() ?? [])]) {
        try {
          listener(message);
        } catch (error) {
          logger.error({ channel, error: messageOf(error) }, 'A subscription listener failed');
        }
      }
    },
    clear: () => channels.clear(),
  };
}
