import { WifiOff } from 'lucide-react';
import { useStore } from 'zustand';
import { useServices } from '../../../app/services.ts';
import { classNames } from '../../../design/class-names.ts';
import {
  formatCount,
  formatDuration,
  formatElapsed,
  formatMemory,
  formatMoney,
} from '../../../design/format.ts';
import { buildLooks, StatusMark } from '../../../design/status-mark.tsx';
import { useNow } from '../../../design/use-now.ts';
import type { BuildFeed } from '../../../realtime/use-build-live.ts';
import { useOpenFiles } from '../../../state/editor-store.ts';
import { buildWords, isAtWork } from '../plan/build-words.ts';
import { PortHint } from '../session/port-hint.tsx';
import { useProjectSessionState } from '../session/project-session-context.ts';
import { SessionNote } from '../session/session-note.tsx';
import { useWorkbench } from './workbench-context.ts';

/** The bottom line: what is happening and for how long, in what kind of container, at what cost. */
export function StatusBar() {
  const { project, feed, build } = useWorkbench();
  const { live, phase } = feed;
  const { drafts } = useOpenFiles(project.id);
  const unsaved = Object.keys(drafts).length;
  const isAway = !feed.isReachable && phase === 'live';
  const words = statusWords(feed);
  const { inputTokens, outputTokens, costUsd } = live.usage;
  return (
    <footer className="flex h-6 shrink-0 items-center gap-4 overflow-hidden border-t border-border bg-surface-2 px-3 text-sm text-muted">
      <span className="flex min-w-0 flex-1 items-center gap-2" title={words}>
        {isAway ? (
          <WifiOff size={14} aria-hidden className="shrink-0 text-warning" />
        ) : (
          <StatusMark look={{ ...buildLooks[live.status], words: '' }} />
        )}
        <span className={classNames('truncate', isAway && 'text-warning')}>{words}</span>
        {!isAway && <Elapsed />}
      </span>
      {!isAway && <ConnectionNote />}
      {unsaved > 0 && <span className="shrink-0 text-warning">{unsaved} unsaved</span>}
      <PortHint />
      <SessionNote />
      <ContainerNote />
      {phase !== 'none' && (
        <span
          className="shrink-0 tabular max-sm:hidden"
          title={build ? `${build.provider}, ${build.model}` : undefined}
        >
          {formatCount(inputTokens + outputTokens)} tokens · {formatMoney(costUsd)}
        </span>
      )}
      <LiveRegion />
    </footer>
  );
}

function statusWords({ live, phase, isReachable }: BuildFeed): string {
  if (phase === 'loading') return 'Reading what happened so far';
  if (phase === 'live' && !isReachable)
    return 'The server cannot be reached. What you see may be out of date; trying again every 2 seconds';
  return buildWords(live);
}

function Elapsed() {
  const { feed } = useWorkbench();
  const { startedAt, approvedAt, finishedAt, status } = feed.live;
  const isTicking = isAtWork(feed.live);
  const now = useNow(isTicking ? 500 : null);
  const from = approvedAt ?? startedAt;
  if (!from || status === 'awaiting-approval') return null;
  const text = finishedAt
    ? `in ${formatDuration(Date.parse(finishedAt) - Date.parse(from))}`
    : formatElapsed(now - Date.parse(from));
  return <span className="shrink-0 tabular">{text}</span>;
}

function ContainerNote() {
  const { feed } = useWorkbench();
  const { session } = useProjectSessionState();
  const { container } = feed.live;
  // One container at a time is enough to read about: the one that is at work.
  if (!container || (session?.status === 'ready' && !isAtWork(feed.live))) return null;
  const network = container.network === 'none' ? 'no network' : 'package network only';
  const memory = container.peakMemoryBytes
    ? ` · ${formatMemory(container.peakMemoryBytes)} used at most`
    : '';
  return (
    <span className="shrink-0 tabular max-lg:hidden">
      {container.language} · sealed, {network}
      {memory}
    </span>
  );
}

function ConnectionNote() {
  const { realtime } = useServices();
  const { status } = useStore(realtime.status);
  if (status !== 'disconnected') return null;
  return (
    <span
      className="flex shrink-0 items-center gap-1.5 text-warning"
      title="The live connection is away. The page asks every 2 seconds meanwhile, and connects again by itself."
    >
      <WifiOff size={13} aria-hidden />
      Connecting again
    </span>
  );
}

/** Tells a screen reader of each change of the build and of its steps, without the seconds. */
function LiveRegion() {
  const { feed } = useWorkbench();
  const { live } = feed;
  const step = live.plan?.steps.find(({ id }) => id === live.activeStepId);
  const repair = step && live.steps[step.id]?.status === 'repairing' ? ', repairing' : '';
  const words = live.status === 'running' && step ? `Building: ${step.title}${repair}` : buildWords(live);
  return (
    <span role="status" aria-live="polite" className="sr-only">
      {feed.isReachable ? words : statusWords(feed)}
    </span>
  );
}
