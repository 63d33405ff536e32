import type { BuildEvent } from '@sandsmith/contracts/events/build-events';

export interface EventBatcher {
  add(events: readonly BuildEvent[]): void;
  stop(): void;
}

/** Gathers events and hands them on once a frame; a page in the background is served by a timer instead. */
export function createEventBatcher(deliver: (events: BuildEvent[]) => void): EventBatcher {
  let waiting: BuildEvent[] = [];
  let frame: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function flush(): void {
    if (frame !== undefined) cancelAnimationFrame(frame);
    clearTimeout(timer);
    frame = undefined;
    timer = undefined;
    const batch = waiting;
    waiting = [];
    if (batch.length > 0) deliver(batch);
  }

  return {
    add(events) {
      for (const event of events) waiting.push(event);
      if (frame !== undefined || timer !== undefined) return;
      frame = requestAnimationFrame(flush);
      timer = setTimeout(flush, 250);
    },
    stop() {
      if (frame !== undefined) cancelAnimationFrame(frame);
      clearTimeout(timer);
      waiting = [];
    },
  };
}
