import type { PlanStep } from '@sandsmith/contracts/domain/plan';
import { CircleAlert, CornerDownRight, Cpu, PencilLine, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useBuildActions } from '../../../api/use-builds.ts';
import { useSuggestions } from '../../../api/use-projects.ts';
import { Button } from '../../../design/button.tsx';
import { classNames } from '../../../design/class-names.ts';
import { ErrorNotice } from '../../../design/notice.tsx';
import { ScrollRegion } from '../../../design/scroll-region.tsx';
import { useGo } from '../../shell/use-go.ts';
import { stripAnsi } from '../bottom/ansi.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import { fillAskBox } from './ask-store.ts';

/** What failed, the lines that matter, what was tried, and what can be done now. */
export function FailureCard() {
  const { project, buildId, build, feed } = useWorkbench();
  const { resume } = useBuildActions(buildId, project.id);
  const go = useGo();
  const { failure, plan } = feed.live;
  if (!failure) return null;
  const step = plan?.steps.find(({ id }) => id === failure.stepId);
  // The same model would refuse the same request again; a step that it could not mend may still pass next time.
  const isBeyondModel = failure.code === 'build.model-cannot' && !step;
  return (
    <section
      aria-label="What failed"
      className="flex flex-col gap-2.5 rounded-md border border-danger bg-surface-1 p-3"
    >
      <div className="flex items-start gap-2">
        <CircleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-danger" />
        <div className="min-w-0 [overflow-wrap:anywhere]">
          <h3>{failureTitle(step, isBeyondModel)}</h3>
          <Message text={failure.message} />
        </div>
      </div>
      {failure.lines.length > 0 && (
        <ScrollRegion label="The lines that matter" className="max-h-48 rounded bg-surface-3 p-2">
          <pre className="whitespace-pre-wrap text-[12px]/[18px] [overflow-wrap:anywhere]">
            {failure.lines.map(stripAnsi).join('\n')}
          </pre>
        </ScrollRegion>
      )}
      {isBeyondModel && <OtherRequests />}
      <Points title="Tried" points={failure.tried} />
      <Points title="What you can do" points={failure.nextActions} />
      {resume.isError && <ErrorNotice error={resume.error} />}
      <div className="flex flex-wrap gap-2">
        {!isBeyondModel && (
          <Button
            size="small"
            icon={<RotateCcw size={13} aria-hidden />}
            isBusy={resume.isPending}
            onClick={() => resume.mutate()}
          >
            Try again
          </Button>
        )}
        <Button
          size="small"
          icon={<PencilLine size={13} aria-hidden />}
          onClick={() => fillAskBox(project.id, build?.spec ?? '')}
        >
          Change the request
        </Button>
        <Button size="small" icon={<Cpu size={13} aria-hidden />} onClick={() => go('/models')}>
          {isBeyondModel ? 'Connect a model' : 'Another model'}
        </Button>
      </div>
    </section>
  );
}

function failureTitle(step: PlanStep | undefined, isBeyondModel: boolean): string {
  if (step) return `${step.title} failed`;
  return isBeyondModel ? 'The model cannot do this' : 'The build failed';
}

/** Requests that the chosen model can carry out with this data, to begin from. */
function OtherRequests() {
  const { project } = useWorkbench();
  const { data } = useSuggestions(project.id);
  if (!data || data.length === 0) return null;
  return (
    <div>
      <h4 className="text-sm font-[550] text-muted">What it can do with this data</h4>
      <ul>
        {data.slice(0, 4).map((text) => (
          <li key={text}>
            <button
              type="button"
              onClick={() => fillAskBox(project.id, text)}
              className="flex w-full items-start gap-1.5 rounded-md py-0.5 text-left hoverable"
            >
              <CornerDownRight size={13} aria-hidden className="mt-1 shrink-0 text-muted" />
              {text}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

const shortMessage = 220;

/** What a model says of a failure can be long: its first paragraph, and the rest on demand. */
function Message({ text }: { text: string }) {
  const [isWhole, setWhole] = useState(false);
  const [first = ''] = text.split('\n', 1);
  const isLong = text.length > shortMessage;
  return (
    <>
      <p className={classNames('whitespace-pre-wrap text-muted', isLong && !isWhole && 'line-clamp-5')}>
        {isLong && !isWhole ? first : text}
      </p>
      {isLong && (
        <button
          type="button"
          aria-expanded={isWhole}
          onClick={() => setWhole(!isWhole)}
          className="text-sm text-accent-text underline"
        >
          {isWhole ? 'Show less' : 'Show all'}
        </button>
      )}
    </>
  );
}

function Points({ title, points }: { title: string; points: readonly string[] }) {
  if (points.length === 0) return null;
  return (
    <div>
      <h4 className="text-sm font-[550] text-muted">{title}</h4>
      <ul className="list-disc pl-4">
        {points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
    </div>
  );
}
