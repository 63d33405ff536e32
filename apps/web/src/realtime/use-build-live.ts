import { type BuildEventPage, buildEventPageSchema } from '@sandsmith/contracts/events/build-events';
import { useEffect, useState } from 'react';
import { type StoreApi, useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type Services, useServices } from '../app/services.ts';
import { type BuildLive, emptyBuildLive, hasEnded, noBuildLive } from './build-live.ts';
import { applyEvents } from './build-reducer.ts';
import { createEventBatcher } from './event-batcher.ts';

export interface BuildFeed {
  live: BuildLive;
  /**
   * none: nothing is built yet; loading: the stored events are being read; live: up to date; failed: they could not
   * be read.
   */
  phase: 'none' | 'loading' | 'live' | 'failed';
  /** False after the server did not answer: what is shown may be out of date. */
  isReachable: boolean;
}

function newFeed(buildId: string): BuildFeed {
  return { live: emptyBuildLive(buildId), phase: 'loading', isReachable: true };
}

const pageSize = 5_000;
const pollMs = 2_000;

/**
 * Follows a build: stored events by pages, then the socket from the last number on. While the socket is away,
 * and whenever a number is missing, the pages fill the hole.
 */
function followBuild(buildId: string, store: StoreApi<BuildFeed>, { api, realtime }: Services): () => void {
  const abort = new AbortController();
  let isFilling = false;
  let unsubscribe: (() => void) | undefined;

  const batcher = createEventBatcher((events) => {
    const before = store.getState().live;
    const live = applyEvents(before, events);
    if (live !== before) store.setState({ live });
    const newest = events.reduce((highest, event) => Math.max(highest, event.sequence), 0);
    if (newest > live.lastSequence) void fill();
  });

  async function fill(): Promise<void> {
    if (isFilling) return;
    isFilling = true;
    try {
      let page: BuildEventPage;
      do {
        const { live } = store.getState();
        page = await api.get(`/builds/${buildId}/events`, buildEventPageSchema, {
          signal: abort.signal,
          params: { after: live.lastSequence, limit: pageSize },
        });
        store.setState({ live: applyEvents(store.getState().live, page.events) });
      } while (page.events.length > 0 && store.getState().live.lastSequence < page.lastSequence);
      store.setState({ phase: 'live', isReachable: true });
    } catch {
      if (abort.signal.aborted) return;
      const { phase } = store.getState();
      store.setState({ phase: phase === 'loading' ? 'failed' : phase, isReachable: false });
    } finally {
      isFilling = false;
    }
  }

  void fill().then(() => {
    if (abort.signal.aborted) return;
    unsubscribe = realtime.subscribeBuild(buildId, {
      after: () => store.getState().live.lastSequence,
      onEvent: (event) => batcher.add([event]),
    });
  });

  const poll = setInterval(() => {
    const { live, phase, isReachable } = store.getState();
    const isAway = realtime.status.getState().status !== 'connected' || !isReachable;
    if (phase === 'failed' || (isAway && !hasEnded(live.status))) void fill();
  }, pollMs);

  return () => {
    abort.abort();
    clearInterval(poll);
    unsubscribe?.();
    batcher.stop();
  };
}

const noBuildFeed: BuildFeed = { live: noBuildLive, phase: 'none', isReachable: true };
const idleStore = createStore<BuildFeed>(() => newFeed(''));

/** The build's state, kept up to date while the component is on the screen. */
export function useBuildLive(buildId: string | null): BuildFeed {
  const services = useServices();
  const [store, setStore] = useState<StoreApi<BuildFeed>>(idleStore);
  useEffect(() => {
    if (!buildId) return;
    const fresh = createStore<BuildFeed>(() => newFeed(buildId));
    setStore(fresh);
    return followBuild(buildId, fresh, services);
  }, [buildId, services]);
  const feed = useStore(store);
  if (!buildId) return noBuildFeed;
  // One render passes between a new id and its store; the former build must not show through.
  return feed.live.buildId === buildId ? feed : idleStore.getState();
}
