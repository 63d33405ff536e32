import type { BuildEvent } from '@sandsmith/contracts/events/build-events';
import { type BuildDraft, openDraft } from './build-draft.ts';
import { lifecycleHandlers } from './build-handlers.ts';
import type { BuildLive } from './build-live.ts';
import { stepHandlers } from './step-handlers.ts';

/** Pick of the event type: what its handler receives. */
export type EventOf<T extends BuildEvent['type']> = Extract<BuildEvent, { type: T }>;
export type Handler<T extends BuildEvent['type']> = (draft: BuildDraft, event: EventOf<T>) => void;
export type Handlers<T extends BuildEvent['type']> = { [K in T]: Handler<K> };

const handlers: Handlers<BuildEvent['type']> = { ...lifecycleHandlers, ...stepHandlers };

/**
 * Folds events into the state, in order of their numbers. Events already seen are ignored; at a hole it stops,
 * so that the caller can fetch what is missing from `lastSequence` on.
 */
export function applyEvents(live: BuildLive, events: readonly BuildEvent[]): BuildLive {
  const fresh = events.filter((event) => event.sequence > live.lastSequence);
  if (fresh.length === 0) return live;
  fresh.sort((a, b) => a.sequence - b.sequence);
  const draft = openDraft(live);
  for (const event of fresh) {
    if (event.sequence <= draft.lastSequence) continue;
    if (event.sequence > draft.lastSequence + 1) break;
    draft.lastSequence = event.sequence;
    // Each handler is stored under the type of the event that it takes; a type of a newer server has none.
    const handler = handlers[event.type] as ((draft: BuildDraft, event: BuildEvent) => void) | undefined;
    handler?.(draft, event);
  }
  return draft;
}
