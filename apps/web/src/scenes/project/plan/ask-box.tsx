import { ArrowUp } from 'lucide-react';
import type { FormEvent } from 'react';
import { useCreateBuild } from '../../../api/use-builds.ts';
import { useProviders } from '../../../api/use-system.ts';
import { IconButton } from '../../../design/button.tsx';
import { ErrorNotice } from '../../../design/notice.tsx';
import { useGo } from '../../shell/use-go.ts';
import { buildModel, chosenModel, useModelChoice } from '../start/model-choice.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import { useAsk } from './ask-store.ts';

/** Starts the first build of the project or another one, on its files and data. */
export function AskBox() {
  const { project, buildId } = useWorkbench();
  const text = useAsk((state) => state.texts[project.id]) ?? '';
  const setText = useAsk((state) => state.setText);
  const create = useCreateBuild(project.id);
  const { data: providers } = useProviders();
  const { choice } = useModelChoice();
  const go = useGo();
  const send = () => {
    if (!text.trim() || create.isPending) return;
    const body = { spec: text.trim(), ...buildModel(chosenModel(providers, choice)) };
    create.mutate(body, {
      onSuccess: ({ id }) => {
        setText(project.id, '');
        go(`/projects/${project.id}/builds/${id}`);
      },
    });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send();
  };
  return (
    <form onSubmit={submit} className="flex shrink-0 flex-col gap-2 border-t border-border p-3">
      {create.isError && <ErrorNotice error={create.error} />}
      <label htmlFor="ask" className="eyebrow">
        {buildId ? 'Ask or change' : 'What should it do?'}
      </label>
      <div className="flex items-end gap-1 rounded-md border border-border-strong bg-field p-1 transition-calm focus-within:border-accent focus-within:shadow-[0_0_0_1px_var(--accent)]">
        <textarea
          id="ask"
          data-ask-box
          rows={1}
          value={text}
          maxLength={50_000}
          onChange={(event) => setText(project.id, event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
              event.preventDefault();
              send();
            }
          }}
          placeholder={
            buildId ? 'Another question, or a change to this one' : 'A program, or a question about data'
          }
          className="block max-h-60 min-w-0 flex-1 resize-none bg-transparent px-1.5 py-1 outline-none [field-sizing:content]"
        />
        <IconButton
          type="submit"
          label="Send"
          shortcut="Enter"
          disabled={!text.trim() || create.isPending}
          className="bg-surface-3 text-text"
        >
          <ArrowUp size={15} aria-hidden />
        </IconButton>
      </div>
    </form>
  );
}
