import { CircleAlert, Cpu, PencilLine, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useBuildActions } from '../../../api/use-builds.ts';
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
  return (
    <section
      aria-label="What failed"
      className="flex flex-col gap-2.5 rounded-md border border-danger bg-surface-1 p-3"
    >
      <div className="flex items-start gap-2">
        <CircleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-danger" />
        <div className="min-w-0 [overflow-wrap:anywhere]">
          <h3>{step ? `${step.title} failed` : 'The build failed'}</h3>
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
      <Points title="Tried" points={failure.tried} />
      <Points title="What you can do" points={failure.nextActions} />
      {resume.isError && <ErrorNotice error={resume.error} />}
      <div className="flex flex-wrap gap-2">
        <Button
          size="small"
          icon={<RotateCcw size={13} aria-hidden />}
          isBusy={resume.isPending}
          onClick={() => resume.mutate()}
        >
          Try again
        </Button>
        <Button
          size="small"
          icon={<PencilLine size={13} aria-hidden />}
          onClick={() => fillAskBox(project.id, build?.spec ?? '')}
        >
          Change the request
        </Button>
        <Button size="small" icon={<Cpu size={13} aria-hidden />} onClick={() => go('/models')}>
          Another model
        </Button>
      </div>
    </section>
  );
}

const shortMessage = 220;

/** What a model says of a failure can be long: its beginning, and the rest on demand. */
function Message({ text }: { text: string }) {
  const [isWhole, setWhole] = useState(false);
  const isLong = text.length > shortMessage;
  return (
    <>
      <p className={classNames('whitespace-pre-wrap text-muted', isLong && !isWhole && 'line-clamp-5')}>
        {text}
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
