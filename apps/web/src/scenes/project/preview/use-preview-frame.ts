import type { Preview } from '@sandsmith/contracts/http/sessions';
import { useCallback, useEffect, useRef, useState } from 'react';
import { usePreviewAddress } from '../../../api/use-project-sessions.ts';
import { type PreviewForm, previewForm, previewUrl } from './preview-address.ts';

export interface PreviewFrameState {
  /** What the frame loads; null until the first address is there. */
  shown: { url: string; form: PreviewForm; key: string } | null;
  isFetching: boolean;
  error: unknown;
  retry(): void;
  /** A fresh address of the same place, for a tab of its own. */
  openOutside(): Promise<void>;
}

interface PreviewFrameOptions {
  sessionId: string;
  port: number;
  path: string;
  /** Rises with each wish to load it anew. */
  load: number;
  /** Where a browser cannot reach the program's own origin. */
  usesPathForm: boolean;
}

/** Fetches an address for each load: it admits for a minute only, and the page behind it stays open. */
export function usePreviewFrame(options: PreviewFrameOptions): PreviewFrameState {
  const { sessionId, port, path, load, usesPathForm } = options;
  const { mutateAsync } = usePreviewAddress(sessionId);
  const [shown, setShown] = useState<PreviewFrameState['shown']>(null);
  const [error, setError] = useState<unknown>(null);
  const [isFetching, setFetching] = useState(true);
  const [tries, setTries] = useState(0);
  const newest = useRef('');

  const resolve = useCallback(
    (preview: Preview) => {
      const form = usesPathForm ? 'path' : previewForm(preview, window.location);
      return { form, url: previewUrl(preview, form, window.location.origin) };
    },
    [usesPathForm],
  );

  useEffect(() => {
    const key = [sessionId, port, path, load, usesPathForm, tries].join(' ');
    newest.current = key;
    setFetching(true);
    setError(null);
    mutateAsync({ port, path }).then(
      (preview) => {
        if (newest.current !== key) return;
        setShown({ ...resolve(preview), key });
        setFetching(false);
      },
      (thrown: unknown) => {
        if (newest.current !== key) return;
        setError(thrown);
        setFetching(false);
      },
    );
  }, [sessionId, port, path, load, usesPathForm, tries, mutateAsync, resolve]);

  return {
    shown,
    isFetching,
    error,
    retry: () => setTries((count) => count + 1),
    openOutside: async () => {
      // Opened with the click, or the browser takes it for a pop-up; it must not reach back to this page.
      const tab = window.open('', '_blank');
      if (tab) tab.opener = null;
      try {
        const { url } = resolve(await mutateAsync({ port, path }));
        if (tab) tab.location.replace(url);
        else setError(new Error('The browser did not let a tab open. Allow pop-ups for this page'));
      } catch (thrown) {
        tab?.close();
        setError(thrown);
      }
    },
  };
}
