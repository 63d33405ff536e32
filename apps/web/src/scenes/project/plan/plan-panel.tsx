import { ChartNetwork, List, ListChecks, Square } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { toast } from 'sonner';
import { errorWords } from '../../../api/problem-error.ts';
import { useBuildActions } from '../../../api/use-builds.ts';
import { Button, IconButton } from '../../../design/button.tsx';
import { ErrorNotice, Notice } from '../../../design/notice.tsx';
import { Empty, Skeleton } from '../../../design/placeholder.tsx';
import { buildLooks, StatusMark } from '../../../design/status-mark.tsx';
import { PanelHeading } from '../workbench/panel-heading.tsx';
import { useWorkbench } from '../workbench/workbench-context.ts';
import { AskBox } from './ask-box.tsx';
import { doneCount, isAtWork, titlesSoFar } from './build-words.ts';
import { FailureCard } from './failure-card.tsx';
import { PlanEditor } from './plan-editor.tsx';
import { PlanGraph } from './plan-graph.tsx';
import { StepList } from './step-list.tsx';

/** The plan: proposed, being carried out, or done. Below it the box for the next request. */
export function PlanPanel() {
  const { feed } = useWorkbench();
  const [view, setView] = useState<'list' | 'graph'>('list');
  const { live } = feed;
  const isEditable = live.status === 'awaiting-approval' && live.plan !== null;
  return (
    <section aria-label="Plan" className="flex h-full flex-col">
      <PanelHeading title="Plan">
        {live.plan && !isEditable && (
          <span className="px-1.5 text-sm tabular text-muted">
            {doneCount(live)} of {live.plan.steps.length} done
          </span>
        )}
        {live.plan && (
          <IconButton
            label={view === 'list' ? 'Show as a graph' : 'Show as a list'}
            onClick={() => setView(view === 'list' ? 'graph' : 'list')}
          >
            {view === 'list' ? <ChartNetwork size={15} aria-hidden /> : <List size={15} aria-hidden />}
          </IconButton>
        )}
        <StopButton />
      </PanelHeading>
      {isEditable && live.plan && view === 'list' ? (
        <PlanEditor key={live.buildId} plan={live.plan} />
      ) : (
        <div className="flex min-h-0 flex-1 flex-col gap-2 overflow-auto px-3 pb-3">
          <PlanContent view={view} />
        </div>
      )}
      <AskBox />
    </section>
  );
}

function PlanContent({ view }: { view: 'list' | 'graph' }) {
  const { feed } = useWorkbench();
  const { live, phase } = feed;
  if (phase === 'none') return <NothingBuilt />;
  if (phase === 'loading') return <StepSkeletons />;
  if (phase === 'failed')
    return (
      <Notice kind="danger" title="The build's events could not be read">
        Trying again every few seconds.
      </Notice>
    );
  return (
    <>
      <Request />
      {live.status === 'paused' && live.pause && (
        <Notice kind="warning" title="Paused">
          {live.pause.message} It goes on by itself.
        </Notice>
      )}
      {live.failure && <FailureCard />}
      {live.status === 'cancelled' && <StoppedNotice />}
      {live.plan && (view === 'graph' ? <PlanGraph plan={live.plan} /> : <StepList plan={live.plan} />)}
      {!live.plan && live.status === 'planning' && <PlanInTheMaking planText={live.planText} />}
    </>
  );
}

/** The way to the first build is the box below, or the page that the project begins with, which takes data. */
function NothingBuilt() {
  const { project } = useWorkbench();
  return (
    <Empty
      icon={<ListChecks size={22} aria-hidden />}
      title="Nothing is built yet"
      action={
        <Link to={`/projects/${project.id}`} className="text-accent-text underline">
          Begin with your data
        </Link>
      }
    >
      Say below what it should do. You see the plan before anything runs.
    </Empty>
  );
}

/** What was asked for, so that the plan is read against it. */
function Request() {
  const { build, feed } = useWorkbench();
  if (!build) return null;
  const title = feed.live.plan?.title;
  const isSaidByTitle = title?.toLowerCase() === build.spec.trim().toLowerCase();
  return (
    <div className="pb-1">
      {title && <h3 className="text-[14px]">{title}</h3>}
      {!isSaidByTitle && (
        <p className="line-clamp-4 text-muted" title={build.spec}>
          {build.spec}
        </p>
      )}
    </div>
  );
}

function PlanInTheMaking({ planText }: { planText: string }) {
  const titles = titlesSoFar(planText);
  return (
    <div className="flex flex-col gap-2">
      <StatusMark look={buildLooks.planning} hasWords />
      {titles.map((title) => (
        <p key={title} className="rise rounded-md border border-border bg-surface-1 px-2.5 py-2">
          {title}
        </p>
      ))}
      <Skeleton className="h-9 rounded-md" />
    </div>
  );
}

function StepSkeletons() {
  return (
    <>
      {[1, 2, 3, 4].map((number) => (
        <Skeleton key={number} className="h-12 rounded-md" />
      ))}
    </>
  );
}

function StoppedNotice() {
  const { project, buildId } = useWorkbench();
  const { resume } = useBuildActions(buildId, project.id);
  return (
    <>
      <Notice
        kind="info"
        title="Stopped"
        action={
          <Button size="small" isBusy={resume.isPending} onClick={() => resume.mutate()}>
            Go on
          </Button>
        }
      >
        What was finished is kept.
      </Notice>
      {resume.isError && <ErrorNotice error={resume.error} />}
    </>
  );
}

/** Always one click away while something is at work. */
export function StopButton() {
  const { project, buildId, feed } = useWorkbench();
  const { cancel } = useBuildActions(buildId, project.id);
  if (!isAtWork(feed.live) || feed.phase !== 'live') return null;
  const stop = () =>
    cancel.mutate(undefined, {
      onError: (error) => {
        const { title, detail } = errorWords(error);
        toast.error(title, { description: detail });
      },
    });
  return (
    <Button
      size="small"
      look="danger"
      className="ml-1"
      icon={<Square size={11} aria-hidden fill="currentColor" />}
      isBusy={cancel.isPending}
      onClick={stop}
    >
      Stop
    </Button>
  );
}
