import type { Plan, PlanStep } from '@sandsmith/contracts/domain/plan';
import { ChevronDown, ChevronRight, Wrench } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { classNames } from '../../../design/class-names.ts';
import { formatDuration, formatElapsed } from '../../../design/format.ts';
import { StatusMark, stepLooks } from '../../../design/status-mark.tsx';
import { useNow } from '../../../design/use-now.ts';
import { pendingStep, type StepLive } from '../../../realtime/build-live.ts';
import { useEditor } from '../../../state/editor-store.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';

/** The steps with their states, the one at work kept in view. */
export function StepList({ plan }: { plan: Plan }) {
  const { feed } = useWorkbench();
  return (
    <ol className="flex flex-col gap-1.5" aria-label="Steps">
      {plan.steps.map((step) => (
        <StepCard key={step.id} step={step} plan={plan} state={feed.live.steps[step.id] ?? pendingStep} />
      ))}
    </ol>
  );
}

interface StepCardProps {
  step: PlanStep;
  plan: Plan;
  state: StepLive;
}

function StepCard({ step, plan, state }: StepCardProps) {
  const [isOpen, setOpen] = useState(false);
  const card = useRef<HTMLLIElement>(null);
  const isActive = state.status === 'running' || state.status === 'repairing';
  useEffect(() => {
    if (isActive) card.current?.scrollIntoView({ block: 'nearest' });
  }, [isActive]);
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <li
      ref={card}
      className={classNames(
        'rounded-md border bg-surface-1',
        isActive ? 'border-accent' : state.status === 'failed' ? 'border-danger' : 'border-border',
      )}
    >
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="flex w-full items-start gap-2 rounded-md px-2.5 py-2 text-left hoverable"
      >
        <span className="mt-0.5">
          <StatusMark look={stepLooks[state.status]} />
        </span>
        <span className="min-w-0 flex-1">
          <span className={classNames('block', state.status === 'pending' && 'text-muted')}>
            {step.title}
          </span>
          {(isActive || state.message) && (
            <span className="block truncate text-sm text-muted" title={state.activity || state.message}>
              {state.activity || state.message}
            </span>
          )}
          <RepairLine state={state} />
        </span>
        <StepTime state={state} />
        <Chevron size={14} aria-hidden className="mt-[3px] shrink-0 text-muted" />
      </button>
      {isOpen && <StepDetails step={step} plan={plan} state={state} />}
    </li>
  );
}

function RepairLine({ state }: { state: StepLive }) {
  if (!state.repair) return null;
  const { repair, maxRepairs, diagnosis } = state.repair;
  return (
    <span className="mt-0.5 flex items-start gap-1 text-sm text-warning">
      <Wrench size={12} aria-hidden className="mt-0.5 shrink-0" />
      <span>
        {state.status === 'succeeded' ? 'Repaired' : 'Repair'} {repair} of {maxRepairs}
        {diagnosis && `: ${diagnosis}`}
      </span>
    </span>
  );
}

function StepTime({ state }: { state: StepLive }) {
  const isRunning = state.startedAt !== null && state.finishedAt === null && state.status !== 'pending';
  const now = useNow(isRunning ? 500 : null);
  if (!state.startedAt) return null;
  const text = state.finishedAt
    ? formatDuration(Date.parse(state.finishedAt) - Date.parse(state.startedAt))
    : formatElapsed(now - Date.parse(state.startedAt));
  return <span className="shrink-0 text-sm/5 tabular text-muted">{text}</span>;
}

function StepDetails({ step, plan, state }: StepCardProps) {
  const { project } = useWorkbench();
  const open = useEditor((store) => store.open);
  const dependencies = plan.steps.filter(({ id }) => step.dependsOn.includes(id));
  return (
    <dl className="flex flex-col gap-2 border-t border-border px-2.5 py-2 text-sm">
      {step.instructions && (
        <div>
          <dt className="text-muted">What it does</dt>
          <dd className="whitespace-pre-wrap [overflow-wrap:anywhere]">{step.instructions}</dd>
        </div>
      )}
      {step.files.length > 0 && (
        <div>
          <dt className="text-muted">Files</dt>
          <dd className="flex flex-wrap gap-x-3">
            {step.files.map((path) => (
              <button
                key={path}
                type="button"
                className="font-mono text-accent-text hover:underline"
                onClick={() => open(project.id, path)}
              >
                {path}
              </button>
            ))}
          </dd>
        </div>
      )}
      <div>
        <dt className="text-muted">Must pass</dt>
        <dd>
          <code className="text-[12px] [overflow-wrap:anywhere]">{step.acceptance.command}</code>
        </dd>
      </div>
      {dependencies.length > 0 && (
        <div>
          <dt className="text-muted">After</dt>
          <dd>{dependencies.map(({ title }) => title).join(', ')}</dd>
        </div>
      )}
      {state.attempt > 1 && (
        <div>
          <dt className="text-muted">Attempts</dt>
          <dd className="tabular">{state.attempt}</dd>
        </div>
      )}
    </dl>
  );
}
