import { type PlanStep, stepKinds } from '@sandsmith/contracts/domain/plan';
import { useId, useState } from 'react';
import { classNames } from '../../../design/class-names.ts';
import { inputLook } from '../../../design/field.tsx';
import { kindWords } from './kind-words.ts';
import { parseFiles } from './plan-edit.ts';

interface StepProps {
  step: PlanStep;
  onChange(part: Partial<Omit<PlanStep, 'id'>>): void;
}

interface StepFieldsProps extends StepProps {
  others: readonly PlanStep[];
}

const small = classNames(inputLook, 'px-2 py-1 text-sm');

/** Everything of a step but its title. */
export function StepFields({ step, others, onChange }: StepFieldsProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-2.5 border-t border-border p-2.5">
      <div className="grid grid-cols-2 gap-2">
        <Labelled id={`${id}-kind`} label="Kind">
          <select
            id={`${id}-kind`}
            value={step.kind}
            onChange={(event) => onChange({ kind: event.target.value as PlanStep['kind'] })}
            className={classNames(small, 'h-7')}
          >
            {stepKinds.map((kind) => (
              <option key={kind} value={kind}>
                {kindWords[kind]}
              </option>
            ))}
          </select>
        </Labelled>
        <Labelled id={`${id}-language`} label="Language">
          <input
            id={`${id}-language`}
            value={step.language}
            onChange={(event) => onChange({ language: event.target.value.trim() })}
            className={classNames(small, 'h-7')}
          />
        </Labelled>
      </div>
      <Labelled id={`${id}-command`} label="Command that must pass">
        <input
          id={`${id}-command`}
          value={step.acceptance.command}
          onChange={(event) => onChange({ acceptance: { command: event.target.value } })}
          className={classNames(small, 'h-7 font-mono')}
          spellCheck={false}
        />
      </Labelled>
      <FilesField id={`${id}-files`} step={step} onChange={onChange} />
      <Labelled id={`${id}-instructions`} label="What it has to achieve">
        <textarea
          id={`${id}-instructions`}
          rows={3}
          value={step.instructions}
          maxLength={8_000}
          onChange={(event) => onChange({ instructions: event.target.value })}
          className={classNames(small, 'max-h-40 resize-y')}
        />
      </Labelled>
      {others.length > 0 && <WaitsFor step={step} others={others} onChange={onChange} />}
    </div>
  );
}

/** Keeps the text as it is typed, with a comma that no path follows yet. */
function FilesField({ id, step, onChange }: StepProps & { id: string }) {
  const [files, setFiles] = useState(step.files.join(', '));
  return (
    <Labelled id={id} label="Files it writes, separated by commas">
      <input
        id={id}
        value={files}
        onChange={(event) => {
          setFiles(event.target.value);
          onChange({ files: parseFiles(event.target.value) });
        }}
        className={classNames(small, 'h-7 font-mono')}
        spellCheck={false}
      />
    </Labelled>
  );
}

function WaitsFor({ step, others, onChange }: StepFieldsProps) {
  const toggle = (other: string, isOn: boolean) =>
    onChange({
      dependsOn: isOn ? [...step.dependsOn, other] : step.dependsOn.filter((entry) => entry !== other),
    });
  return (
    <fieldset>
      <legend className="mb-0.5 text-sm text-muted">Waits for</legend>
      {others.map((other) => (
        <label key={other.id} className="flex items-start gap-2 py-0.5 text-sm">
          <input
            type="checkbox"
            checked={step.dependsOn.includes(other.id)}
            onChange={(event) => toggle(other.id, event.target.checked)}
            className="mt-0.5 accent-accent"
          />
          <span className="min-w-0 truncate">{other.title}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Labelled({ id, label, children }: { id: string; label: string; children: React.ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-0.5">
      <label htmlFor={id} className="text-sm text-muted">
        {label}
      </label>
      {children}
    </div>
  );
}
