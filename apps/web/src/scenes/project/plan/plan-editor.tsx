import type { Plan } from '@sandsmith/contracts/domain/plan';
import { Check, Plus } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { useProviders } from '../../../api/use-system.ts';
import { Button } from '../../../design/button.tsx';
import { ErrorNotice } from '../../../design/notice.tsx';
import { useBuildId, useWorkbench } from '../workbench/workbench-context.ts';
import { forecastWords } from './build-words.ts';
import { addStep, changeStep, moveStep, removeStep } from './plan-edit.ts';
import { StepEditor } from './step-editor.tsx';
import { type PlanDraft, usePlanDraft } from './use-plan-draft.ts';

/** The proposed plan: each step can be changed, moved, removed; one button starts the work. */
export function PlanEditor({ plan: stored }: { plan: Plan }) {
  const buildId = useBuildId();
  const { project } = useWorkbench();
  const draft = usePlanDraft(stored, buildId, project.id);
  const [openId, setOpenId] = useState<string | null>(null);
  const { plan, change } = draft;
  const remove = (id: string, title: string) => {
    change(removeStep(plan, id));
    toast(`Removed ${title}`, { action: { label: 'Undo', onClick: () => change(plan) } });
  };
  const add = () => {
    const added = addStep(plan);
    change(added.plan);
    setOpenId(added.id);
  };
  return (
    <>
      <div className="flex min-h-0 flex-1 flex-col gap-2 overflow-auto px-3 pb-3">
        <div>
          <h3 className="text-[14px]">{plan.title}</h3>
          {plan.summary && <p className="text-muted">{plan.summary}</p>}
        </div>
        <ol className="flex flex-col gap-1.5" aria-label="Steps of the plan">
          {plan.steps.map((step, index) => (
            <StepEditor
              key={step.id}
              step={step}
              number={index + 1}
              steps={plan.steps}
              isOpen={openId === step.id}
              canMoveUp={moveStep(plan, step.id, -1) !== undefined}
              canMoveDown={moveStep(plan, step.id, 1) !== undefined}
              canRemove={plan.steps.length > 1}
              onToggle={() => setOpenId(openId === step.id ? null : step.id)}
              onChange={(part) => change(changeStep(plan, step.id, part))}
              onMove={(by) => change(moveStep(plan, step.id, by) ?? plan)}
              onRemove={() => remove(step.id, step.title)}
            />
          ))}
        </ol>
        <Button
          look="quiet"
          size="small"
          className="self-start"
          icon={<Plus size={14} aria-hidden />}
          onClick={add}
        >
          Add a step
        </Button>
      </div>
      <PlanApproval draft={draft} />
    </>
  );
}

/** What keeps the plan from being built, what building it will take, and the button that starts it. */
function PlanApproval({ draft }: { draft: PlanDraft }) {
  const { build } = useWorkbench();
  const { data } = useProviders();
  const provider = data?.providers.find(({ id }) => id === build?.provider);
  const model = provider?.models.find(({ id }) => id === build?.model);
  const { plan, faults } = draft;
  return (
    <div className="flex shrink-0 flex-col gap-2 border-t border-border p-3">
      {faults.length > 0 && (
        <ul role="alert" className="text-sm text-danger">
          {faults.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
        </ul>
      )}
      {draft.error != null && faults.length === 0 && <ErrorNotice error={draft.error} />}
      <p className="text-sm text-muted">{forecastWords(plan, provider, model)}</p>
      <Button
        look="primary"
        size="large"
        icon={<Check size={16} aria-hidden />}
        disabled={faults.length > 0}
        isBusy={draft.isApproving}
        onClick={draft.approve}
      >
        Approve and build
      </Button>
    </div>
  );
}
