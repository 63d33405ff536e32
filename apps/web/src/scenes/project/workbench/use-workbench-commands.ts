import { useEffect, useMemo } from 'react';
import { toast } from 'sonner';
import { errorWords } from '../../../api/problem-error.ts';
import { useBuildActions } from '../../../api/use-builds.ts';
import { useTree } from '../../../api/use-files.ts';
import { type Command, useCommands } from '../../../state/commands-store.ts';
import { useEditor } from '../../../state/editor-store.ts';
import { type BottomTab, bottomTabs, type RailView, useLayout } from '../../../state/layout-store.ts';
import { useGo } from '../../shell/use-go.ts';
import { isAtWork } from '../plan/build-words.ts';
import { isForShell } from '../session/terminal-keys.ts';
import { useSessionCommands } from '../session/use-session-commands.ts';
import { useWorkbench } from './workbench-context.ts';

const railTitles: Record<RailView, string> = {
  files: 'Show files',
  data: 'Show data',
  builds: 'Show builds',
  history: 'Show history',
};
const bottomTitles: Record<Exclude<BottomTab, 'terminal'>, string> = {
  output: 'Show output',
  results: 'Show results',
  data: 'Show rows',
  preview: 'Show preview',
  problems: 'Show problems',
};

/** The workbench's own commands, and the keys that toggle its panes. */
export function useWorkbenchCommands(): void {
  const { toggleSide, toggleBottom } = useLayout.getState();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || isForShell(event)) return;
      const action = { b: toggleSide, j: toggleBottom }[event.key.toLowerCase()];
      if (!action) return;
      event.preventDefault();
      event.stopPropagation();
      action();
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, [toggleSide, toggleBottom]);
  useCommands('workbench-panes', usePaneCommands());
  useCommands('workbench-build', useBuildCommands());
  useCommands('workbench-session', useSessionCommands());
  useCommands('workbench-files', useFileCommands());
}

function usePaneCommands(): readonly Command[] {
  return useMemo(() => {
    const { toggleSide, toggleBottom, showBottom } = useLayout.getState();
    const rail = (Object.keys(railTitles) as RailView[]).map((view) => ({
      id: `rail-${view}`,
      group: 'View',
      title: railTitles[view],
      run: () => useLayout.setState({ railView: view, isSideOpen: true }),
    }));
    const bottom = bottomTabs
      .filter((tab) => tab !== 'terminal')
      .map((tab) => ({
        id: `bottom-${tab}`,
        group: 'View',
        title: bottomTitles[tab],
        run: () => showBottom(tab),
      }));
    return [
      {
        id: 'toggle-side',
        group: 'View',
        title: 'Toggle the side panel',
        shortcut: 'Ctrl B',
        run: toggleSide,
      },
      {
        id: 'toggle-bottom',
        group: 'View',
        title: 'Toggle the bottom panel',
        shortcut: 'Ctrl J',
        run: toggleBottom,
      },
      ...rail,
      ...bottom,
    ];
  }, []);
}

function useBuildCommands(): readonly Command[] {
  const { project, builds, buildId, feed } = useWorkbench();
  const { cancel, resume } = useBuildActions(buildId, project.id);
  const isWorking = isAtWork(feed.live);
  const canRetry = feed.live.status === 'failed' || feed.live.status === 'cancelled';
  const go = useGo();
  const stop = cancel.mutate;
  const retry = resume.mutate;
  return useMemo(() => {
    const tell = {
      onError: (error: unknown) => {
        const { title, detail } = errorWords(error);
        toast.error(title, { description: detail });
      },
    };
    const ask: Command = {
      id: 'ask',
      group: 'Build',
      title: buildId ? 'Ask or change' : 'Ask for the first build',
      keywords: 'new build spec',
      run: () => document.querySelector<HTMLTextAreaElement>('[data-ask-box]')?.focus(),
    };
    const actions: Command[] = [ask];
    if (isWorking)
      actions.push({ id: 'stop', group: 'Build', title: 'Stop the build', run: () => stop(undefined, tell) });
    if (canRetry)
      actions.push({
        id: 'retry',
        group: 'Build',
        title: 'Try the build again',
        run: () => retry(undefined, tell),
      });
    const others = builds
      .filter((build) => build.id !== buildId)
      .slice(0, 20)
      .map((build) => ({
        id: build.id,
        group: 'Builds',
        title: build.title ?? build.spec.slice(0, 80),
        run: () => go(`/projects/${project.id}/builds/${build.id}`),
      }));
    return [...actions, ...others];
  }, [isWorking, canRetry, stop, retry, builds, buildId, go, project.id]);
}

function useFileCommands(): readonly Command[] {
  const { project } = useWorkbench();
  const tree = useTree(project.id).data;
  const open = useEditor((state) => state.open);
  return useMemo(
    () =>
      (tree ?? [])
        .filter((entry) => entry.kind === 'file')
        .slice(0, 500)
        .map(({ path }) => ({
          id: `file-${path}`,
          group: 'Files',
          title: path,
          run: () => open(project.id, path),
        })),
    [tree, open, project.id],
  );
}
