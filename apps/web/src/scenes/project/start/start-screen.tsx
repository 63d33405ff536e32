import type { Project } from '@sandsmith/contracts/domain/project';
import { ArrowUp, CornerDownRight, PanelsTopLeft } from 'lucide-react';
import { type FormEvent, useRef } from 'react';
import { Link } from 'react-router';
import { useCreateBuild } from '../../../api/use-builds.ts';
import { useDocumentFeed, useDocuments } from '../../../api/use-documents.ts';
import { useSuggestions } from '../../../api/use-projects.ts';
import { useProviders } from '../../../api/use-system.ts';
import { useUploads } from '../../../api/use-uploads.ts';
import { Button } from '../../../design/button.tsx';
import { ErrorNotice } from '../../../design/notice.tsx';
import { Skeleton } from '../../../design/placeholder.tsx';
import { keepFrontTab } from '../../../state/front-tab.ts';
import { AppHeader } from '../../shell/app-header.tsx';
import { RunningBanner } from '../../shell/running-banner.tsx';
import { useAsk } from '../plan/ask-store.ts';
import { ProjectCrumb } from '../project-crumb.tsx';
import { AttachedDocuments } from './attached-documents.tsx';
import { DropArea } from './drop-area.tsx';
import { buildModel, chosenModel, useModelChoice } from './model-choice.ts';
import { ModelSelect } from './model-select.tsx';
import { UploadList } from './upload-list.tsx';
import { useFileDrop } from './use-file-drop.ts';
import { useWorkbenchEntry } from './use-workbench-entry.ts';

/** A new project asks one question. */
export function StartScreen({ project }: { project: Project }) {
  const documents = useDocuments(project.id);
  const progress = useDocumentFeed(project.id);
  const uploads = useUploads(project.id);
  useFileDrop(uploads.add);
  // The same text as in the workbench's box: what is typed is not lost on the way there and back.
  const spec = useAsk((state) => state.texts[project.id]) ?? '';
  const setText = useAsk((state) => state.setText);
  const setSpec = (text: string) => setText(project.id, text);
  const workbench = useWorkbenchEntry(project.id);
  const field = useRef<HTMLTextAreaElement>(null);
  const isReading =
    uploads.uploads.some((upload) => !upload.error) ||
    (documents.data ?? []).some((document) => document.status === 'profiling');
  const take = (text: string) => {
    setSpec(text);
    field.current?.focus();
  };
  return (
    <div className="flex h-full min-h-0 flex-col">
      <AppHeader crumb={<ProjectCrumb project={project} />} />
      <RunningBanner />
      <main className="min-h-0 flex-1 overflow-auto">
        <div className="mx-auto flex max-w-[720px] flex-col gap-3 px-4 pb-12 pt-[9vh]">
          <SpecForm project={project} spec={spec} setSpec={setSpec} field={field} isReading={isReading} />
          <DropArea onFiles={uploads.add} />
          <UploadList uploads={uploads} />
          {documents.isError && (
            <ErrorNotice error={documents.error} onRetry={() => void documents.refetch()} />
          )}
          <AttachedDocuments projectId={project.id} documents={documents.data ?? []} progress={progress} />
          <Link
            to={workbench}
            className="flex items-center gap-2 self-start rounded-md px-2 py-1 text-muted hoverable hover:text-text"
          >
            <PanelsTopLeft size={14} aria-hidden className="shrink-0" />
            Open the workbench: files, terminal, preview
          </Link>
          <Suggestions projectId={project.id} onTake={take} />
        </div>
      </main>
    </div>
  );
}

function useFirstBuild(projectId: string) {
  const create = useCreateBuild(projectId);
  const { data: providers } = useProviders();
  const { choice } = useModelChoice();
  /** Whether the build was made; why it was not is told from the mutation's state. */
  const ask = async (spec: string): Promise<boolean> => {
    if (create.isPending) return false;
    // The build is watched from its beginning, also by somebody who was at the terminal before.
    keepFrontTab(projectId, 'output');
    try {
      await create.mutateAsync({ spec, ...buildModel(chosenModel(providers, choice)) });
      return true;
    } catch {
      return false;
    }
  };
  return { create, ask };
}

interface SpecFormProps {
  project: Project;
  spec: string;
  setSpec(spec: string): void;
  field: React.RefObject<HTMLTextAreaElement | null>;
  isReading: boolean;
}

function SpecForm({ project, spec, setSpec, field, isReading }: SpecFormProps) {
  const { create, ask } = useFirstBuild(project.id);
  const canSend = spec.trim() !== '' && !isReading;
  const send = async () => {
    if (canSend && (await ask(spec.trim()))) setSpec('');
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <label htmlFor="spec" className="text-xl font-[550]">
        What should it do?
      </label>
      <div className="rounded-md border border-border-strong bg-field transition-calm focus-within:border-accent focus-within:shadow-[0_0_0_1px_var(--accent)]">
        <textarea
          id="spec"
          ref={field}
          value={spec}
          onChange={(event) => setSpec(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
          }}
          rows={4}
          maxLength={50_000}
          placeholder="Average maximum temperature by month as a bar chart, and the five wettest days"
          className="block max-h-[40vh] min-h-28 w-full resize-y bg-transparent px-4 py-3 text-[15px]/6 outline-none"
        />
        <div className="flex items-center justify-between gap-2 p-2">
          <ModelSelect align="start" />
          <div className="flex min-w-0 items-center gap-3">
            <span className="truncate text-sm text-muted max-sm:hidden" role="status">
              {isReading ? 'The data is being read' : 'You see the plan before anything runs'}
            </span>
            <Button
              type="submit"
              look="primary"
              disabled={!canSend}
              isBusy={create.isPending}
              icon={<ArrowUp size={15} aria-hidden />}
            >
              Make a plan
            </Button>
          </div>
        </div>
      </div>
      {create.isError && <ErrorNotice error={create.error} />}
    </form>
  );
}

function Suggestions({ projectId, onTake }: { projectId: string; onTake(text: string): void }) {
  const suggestions = useSuggestions(projectId);
  if (suggestions.isError || suggestions.data?.length === 0) return null;
  return (
    <section aria-labelledby="suggestions" className="mt-3">
      <h2 id="suggestions" className="mb-1 text-sm text-muted">
        For example
      </h2>
      <ul className="grid grid-cols-2 gap-x-4 max-md:grid-cols-1">
        {suggestions.isPending &&
          [1, 2, 3, 4, 5, 6].map((number) => (
            <li key={number} className="py-3">
              <Skeleton className="h-4 w-4/5" />
            </li>
          ))}
        {suggestions.data?.map((text) => (
          <li key={text}>
            <button
              type="button"
              onClick={() => onTake(text)}
              className="flex w-full items-start gap-2 rounded-md px-2 py-2 text-left hoverable"
            >
              <CornerDownRight size={14} aria-hidden className="mt-[3px] shrink-0 text-muted" />
              <span className="line-clamp-3">{text}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
