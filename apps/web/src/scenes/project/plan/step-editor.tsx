import type { PlanStep } from '@sandsmith/contracts/domain/plan';
import { ArrowDown, ArrowUp, ChevronDown, ChevronRight, Trash2 } from 'lucide-react';
import { useId } from 'react';
import { IconButton } from '../../../design/button.tsx';
import { classNames } from '../../../design/class-names.ts';
import { kindWords } from './kind-words.ts';
import { StepFields } from './step-fields.tsx';

interface StepEditorProps {
  step: PlanStep;
  number: number;
  /** All steps of the plan. */
  steps: readonly PlanStep[];
  isOpen: boolean;
  canMoveUp: boolean;
  canMoveDown: boolean;
  canRemove: boolean;
  onToggle(): void;
  onChange(part: Partial<Omit<PlanStep, 'id'>>): void;
  onMove(by: -1 | 1): void;
  onRemove(): void;
}

/** One step of a proposed plan. The title is changed in place; the rest opens below. */
export function StepEditor(props: StepEditorProps) {
  const { step, number, steps, isOpen, onToggle, onChange, onMove, onRemove } = props;
  const detailsId = useId();
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  const others = steps.filter(({ id }) => id !== step.id);
  return (
    <li className="group rounded-md border border-border bg-surface-1 focus-within:border-border-strong">
      <div className="flex items-start gap-1.5 py-1.5 pl-2.5 pr-1">
        <span className="mt-1 w-4 shrink-0 text-right text-sm tabular text-muted">{number}</span>
        <div className="min-w-0 flex-1">
          <div className="flex items-start gap-1">
            <textarea
              aria-label={`Title of step ${number}`}
              rows={1}
              value={step.title}
              maxLength={200}
              onChange={(event) => onChange({ title: event.target.value.replaceAll('\n', ' ') })}
              className="block min-w-0 flex-1 resize-none rounded border border-transparent bg-transparent px-1 py-0.5 font-[550] transition-calm [field-sizing:content] hover:border-border focus:border-accent focus-visible:outline-none"
            />
            <IconButton
              label={`Details of step ${number}`}
              aria-expanded={isOpen}
              aria-controls={detailsId}
              size="small"
              onClick={onToggle}
            >
              <Chevron size={14} aria-hidden />
            </IconButton>
          </div>
          <StepSummary step={step} steps={steps} />
          <div className="flex items-center gap-1">
            <p className="min-w-0 flex-1 truncate px-1 text-sm text-muted" title={step.acceptance.command}>
              <Code>$ {step.acceptance.command}</Code>
            </p>
            <StepTool
              label={`Move step ${number} up`}
              isDisabled={!props.canMoveUp}
              onClick={() => onMove(-1)}
            >
              <ArrowUp size={13} aria-hidden />
            </StepTool>
            <StepTool
              label={`Move step ${number} down`}
              isDisabled={!props.canMoveDown}
              onClick={() => onMove(1)}
            >
              <ArrowDown size={13} aria-hidden />
            </StepTool>
            <StepTool label={`Remove step ${number}`} isDisabled={!props.canRemove} onClick={onRemove}>
              <Trash2 size={13} aria-hidden />
            </StepTool>
          </div>
        </div>
      </div>
      <div id={detailsId}>{isOpen && <StepFields step={step} others={others} onChange={onChange} />}</div>
    </li>
  );
}

/** Its kind, the files it writes and the steps it waits for, in a line. */
function StepSummary({ step, steps }: Pick<StepEditorProps, 'step' | 'steps'>) {
  const waitsFor = steps.filter(({ id }) => step.dependsOn.includes(id));
  const waitNumbers = waitsFor.map((other) => steps.indexOf(other) + 1).join(' and ');
  return (
    <p className="truncate px-1 text-sm text-muted">
      {kindWords[step.kind]}
      {step.files.length > 0 && <Code> {step.files.join(', ')}</Code>}
      {waitsFor.length > 0 && (
        <span title={waitsFor.map(({ title }) => title).join(', ')}>, after {waitNumbers}</span>
      )}
    </p>
  );
}

function Code({ children }: { children: React.ReactNode }) {
  return <span className="font-mono text-[12px]">{children}</span>;
}

interface StepToolProps {
  label: string;
  isDisabled: boolean;
  onClick(): void;
  children: React.ReactNode;
}

function StepTool({ label, isDisabled, onClick, children }: StepToolProps) {
  return (
    <IconButton
      label={label}
      disabled={isDisabled}
      onClick={onClick}
      size="small"
      className={classNames(isDisabled && 'opacity-30')}
    >
      {children}
    </IconButton>
  );
}
