import type { Session } from '@sandsmith/contracts/domain/session';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useLayout } from '../../../state/layout-store.ts';
import { nextPortWatch, noPorts } from './port-watch.ts';

export interface Ports {
  unseen: readonly number[];
  dismiss(): void;
}

/** Notices ports that begin to be listened on. Looking at the preview is having seen them. */
export function usePorts(session: Session | null | undefined): Ports {
  const [watch, setWatch] = useState({ ...noPorts, isFirst: true });
  const isPreviewShown = useLayout((state) => state.isBottomOpen && state.bottomTab === 'preview');
  useEffect(() => {
    if (session === undefined) return;
    const isReady = session?.status === 'ready';
    const ports = session?.ports.map(({ port }) => port) ?? [];
    setWatch((before) => {
      const news = {
        session: session && { id: session.id, isReady, ports },
        isFirst: before.isFirst,
        isPreviewShown,
      };
      const after = nextPortWatch(before, news);
      return after === before && !before.isFirst ? before : { ...after, isFirst: false };
    });
  }, [session, isPreviewShown]);
  const dismiss = useCallback(() => setWatch((before) => ({ ...before, unseen: [] })), []);
  const { unseen } = watch;
  return useMemo(() => ({ unseen, dismiss }), [unseen, dismiss]);
}
