import { useEffect, useRef } from 'react';
import { useEditor, useOpenFiles } from '../../../state/editor-store.ts';
import { isAtWork } from '../plan/build-words.ts';
import { createFollowQueue, firstFileOf } from './follow-queue.ts';
import { useWorkbench } from './workbench-context.ts';

/** Goes to each file as the build begins it, and to the plan's first file when the build is done. */
export function useFollowedFile(): void {
  const { project, buildId, feed } = useWorkbench();
  const { isFollowing, active } = useOpenFiles(project.id);
  const open = useEditor((state) => state.open);
  const openBehind = useEditor((state) => state.openBehind);
  const { live, phase } = feed;
  const isLive = phase === 'live';
  const isWorking = isLive && isAtWork(live);
  const isFollowed = isWorking && isFollowing;

  const queue = useRef<ReturnType<typeof createFollowQueue> | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each build has a queue of its own
  useEffect(() => {
    const own = createFollowQueue((path) => open(project.id, path, { byHand: false }));
    queue.current = own;
    return own.stop;
  }, [project.id, buildId, open]);
  useEffect(() => {
    if (isLive) queue.current?.take(live.files, { isFollowed });
  }, [isLive, isFollowed, live.files]);

  const written = Object.keys(live.files).join('\n');
  useEffect(() => {
    if (isFollowed && written) openBehind(project.id, written.split('\n'));
  }, [isFollowed, written, openBehind, project.id]);

  const firstFile = firstFileOf(live);
  const wasFollowed = useRef(false);
  useEffect(() => {
    if (!isLive || !firstFile) return;
    const hasEnded = wasFollowed.current && !isWorking;
    wasFollowed.current = isFollowed;
    if (!isWorking && (hasEnded || !active)) open(project.id, firstFile, { byHand: false });
  }, [isLive, isWorking, isFollowed, active, firstFile, open, project.id]);
}
