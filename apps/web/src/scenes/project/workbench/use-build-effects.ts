import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { queryKeys } from '../../../api/query-keys.ts';
import { keepFrontTab, keptFrontTab } from '../../../state/front-tab.ts';
import { useLayout } from '../../../state/layout-store.ts';
import { useTerminalStore } from '../../../state/terminal-store.ts';
import { useFollowedFile } from './use-followed-file.ts';
import { useWorkbench } from './workbench-context.ts';

/** What follows from a build's events outside of its own state: stale answers, open files, the pane in front. */
export function useBuildEffects(): void {
  useStaleQueries();
  useFollowedFile();
  useFrontPane();
}

function useStaleQueries(): void {
  const { project, buildId, feed } = useWorkbench();
  const queries = useQueryClient();
  const { live, phase } = feed;
  const written = Object.values(live.files)
    .filter((file) => file.state === 'written')
    .map((file) => `${file.path}:${file.versions}`)
    .join('|');
  useEffect(() => {
    if (phase !== 'live' || !written) return;
    void queries.invalidateQueries({ queryKey: queryKeys.tree(project.id) });
    void queries.invalidateQueries({ queryKey: queryKeys.files(project.id) });
  }, [written, phase, project.id, queries]);

  const { status } = live;
  const artifactCount = live.artifacts.length;
  const hasPlan = live.plan !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of these says that the stored build has changed
  useEffect(() => {
    if (phase !== 'live') return;
    void queries.invalidateQueries({ queryKey: queryKeys.build(buildId ?? ''), exact: true });
  }, [phase, status, artifactCount, hasPlan, buildId, queries]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the lists are stale whenever the status changes
  useEffect(() => {
    if (phase !== 'live') return;
    void queries.invalidateQueries({ queryKey: queryKeys.projectBuilds(project.id) });
    void queries.invalidateQueries({ queryKey: queryKeys.checkpoints(project.id) });
  }, [phase, status, project.id, queries]);
}

/**
 * A terminal before the first build, output while it runs, results when it is done. Each only at the moment it
 * changes, or when it is opened.
 */
function useFrontPane(): void {
  const { project, buildId, feed } = useWorkbench();
  const showBottom = useLayout((state) => state.showBottom);
  const bottomTab = useLayout((state) => state.bottomTab);
  const [kept] = useState(() => keptFrontTab(project.id));
  const [first] = useState(bottomTab);
  const { live, phase } = feed;
  const shown = useRef('');
  useEffect(() => {
    // The tab that the page begins with says nothing of the person.
    if (shown.current || bottomTab !== first) keepFrontTab(project.id, bottomTab);
  }, [project.id, bottomTab, first]);
  useEffect(() => {
    if (phase !== 'live' && phase !== 'none') return;
    const key = `${buildId}/${live.status}`;
    if (shown.current === key) return;
    const isFirst = shown.current === '';
    shown.current = key;
    if (isFirst && kept) {
      useTerminalStore.setState({ wantsFocus: kept === 'terminal' });
      showBottom(kept);
      return;
    }
    // Chosen while the build was still being read.
    if (isFirst && useLayout.getState().bottomTab !== first) return;
    if (isAtSession()) return;
    if (live.status === 'none') showBottom('terminal');
    else if (live.status === 'succeeded') showBottom('results');
    else if (live.status === 'awaiting-approval') showBottom('data');
    else showBottom('output');
  }, [phase, buildId, live.status, showBottom, kept, first]);
}

/** Typing in a terminal or looking at a page of the session: nobody is taken away from that. */
function isAtSession(): boolean {
  return document.activeElement?.closest('.xterm, iframe') != null;
}
