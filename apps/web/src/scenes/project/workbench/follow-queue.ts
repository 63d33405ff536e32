import type { BuildLive, FileLive } from '../../../realtime/build-live.ts';

/** How long a file stays in front before the next one takes its place. */
const holdMs = 600;

export interface FollowQueue {
  /** Looks for files begun since the last call; those found at the first call are not news. */
  take(files: BuildLive['files'], state: { isFollowed: boolean }): void;
  stop(): void;
}

/**
 * Steps write side by side: the files come to the front one after the other, in the order in which they were begun,
 * so that the editor neither flips between two of them nor passes one over.
 */
export function createFollowQueue(show: (path: string) => void): FollowQueue {
  const seen = new Map<string, number>();
  let waiting: string[] = [];
  let files: BuildLive['files'] = {};
  let shown: string | null = null;
  let isFirst = true;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function advance(): void {
    timer = undefined;
    const isShownDone = shown === null || files[shown]?.state !== 'writing';
    const next = waiting.shift() ?? (isShownDone ? writingFile(files)?.path : undefined);
    if (next === undefined || next === shown) return;
    shown = next;
    show(next);
    timer = setTimeout(advance, holdMs);
  }

  return {
    take(current, { isFollowed }) {
      files = current;
      const news = Object.values(current).filter(({ path, versions }) => seen.get(path) !== versions);
      for (const { path, versions } of news) seen.set(path, versions);
      if (!isFollowed) {
        waiting = [];
        shown = null;
      } else if (!isFirst) waiting.push(...news.map(({ path }) => path).filter((path) => path !== shown));
      isFirst = false;
      if (isFollowed && timer === undefined) advance();
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}

function writingFile(files: BuildLive['files']): FileLive | undefined {
  return Object.values(files).findLast(({ state }) => state === 'writing');
}

/** The first file that the plan names and the build has written. */
export function firstFileOf({ plan, files }: Pick<BuildLive, 'plan' | 'files'>): string | undefined {
  const planned = plan?.steps.flatMap((step) => step.files) ?? [];
  return planned.find((path) => files[path]) ?? Object.keys(files)[0];
}
