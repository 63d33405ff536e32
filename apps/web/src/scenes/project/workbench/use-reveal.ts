import { useEffect, useRef, useState } from 'react';
import type { FileLive } from '../../../realtime/build-live.ts';
import { useWorkbench } from './workbench-context.ts';

/** A text is on the screen this long after it has come at the latest, however long it is. */
const revealMs = 700;
/** What came longer ago than this is shown at once. */
const freshMs = 1_500;

const noMotion = '(prefers-reduced-motion: reduce)';

/** When each version of each file was first noticed on this page; what was there at the beginning is old. */
function useArrivals(): (file: FileLive) => boolean {
  const { buildId, feed } = useWorkbench();
  const { live, phase } = feed;
  const arrivals = useRef(new Map<string, number>());
  const known = useRef<string | null>(null);
  if (phase === 'live') {
    const now = known.current === buildId ? performance.now() : Number.NEGATIVE_INFINITY;
    if (known.current !== buildId) arrivals.current.clear();
    known.current = buildId;
    for (const file of Object.values(live.files))
      if (!arrivals.current.has(keyOf(file))) arrivals.current.set(keyOf(file), now);
  }
  return (file) => performance.now() - (arrivals.current.get(keyOf(file)) ?? performance.now()) < freshMs;
}

function keyOf({ path, versions }: FileLive): string {
  return `${path}:${versions}`;
}

/**
 * The part of a file's text that is to be seen so far, while it is being written; undefined when all of it is.
 * Text that comes in one piece is let in over a moment, so that it can be watched.
 */
export function useReveal(path: string): string | undefined {
  const { feed } = useWorkbench();
  const isFresh = useArrivals();
  const file = feed.live.files[path];
  const [shown, setShown] = useState({ key: '', length: 0 });
  const key = file ? keyOf(file) : '';
  const size = file?.content.length ?? 0;
  const canAnimate = !matchMedia(noMotion).matches && document.visibilityState === 'visible';
  const from = shown.key === key ? shown.length : file && canAnimate && isFresh(file) ? 0 : size;
  const isBehind = from < size;

  // biome-ignore lint/correctness/useExhaustiveDependencies: each frame begins where the last one ended
  useEffect(() => {
    if (shown.key !== key && !isBehind) setShown({ key, length: size });
    if (!isBehind) return;
    let length = from;
    let last = performance.now();
    let frame = requestAnimationFrame(function step(now) {
      const elapsed = Math.max(0, now - last);
      last = now;
      length = Math.min(size, length + Math.ceil((size / revealMs) * elapsed));
      setShown({ key, length });
      if (length < size) frame = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(frame);
  }, [key, size, isBehind]);

  return isBehind ? file?.content.slice(0, from) : undefined;
}
