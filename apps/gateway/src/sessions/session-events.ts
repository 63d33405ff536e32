import type { sessionEventSchema } from '@sandsmith/contracts/events/session-events';
import type { z } from 'zod';

export type SessionEventInput = z.input<typeof sessionEventSchema>;
export type SessionListener = (event: SessionEventInput) => void;

export interface SessionEvents {
  tell(event: SessionEventInput): void;
  /** Something of the session is another now: told once for all that changes at the same time. */
  changed(): void;
  subscribe(listener: SessionListener): () => void;
}

const togetherMs = 20;

export function createSessionEvents(
  view: () => SessionEventInput & { type: 'session.changed' },
): SessionEvents {
  const listeners = new Set<SessionListener>();
  let timer: NodeJS.Timeout | undefined;
  const tell = (event: SessionEventInput) => {
    for (const listener of listeners) listener(event);
  };
  return {
    tell,
    changed() {
      timer ??= setTimeout(() => {
        timer = undefined;
        tell(view());
      }, togetherMs);
      timer.unref();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
