import type { ReactNode } from 'react';
import { useState } from 'react';
import { toast } from 'sonner';
import { errorWords, isProblem } from '../../../api/problem-error.ts';
import { type ProjectFile, useProjectFile, useSaveFile } from '../../../api/use-files.ts';
import { ErrorNotice, Notice } from '../../../design/notice.tsx';
import { type Draft, useEditor, useOpenFiles } from '../../../state/editor-store.ts';
import { isAtWork } from '../plan/build-words.ts';
import { useWorkbench } from './workbench-context.ts';

/** Somebody, or a build, saved the file since it was opened. */
export interface Conflict {
  /** Saves over the other version. */
  overwrite(): void;
  /** Drops what was typed and takes the other version. */
  takeTheirs(): void;
}

export interface OpenFile {
  value: string | undefined;
  isReadOnly: boolean;
  isStreaming: boolean;
  notice: ReactNode;
  conflict: Conflict | null;
  change(value: string): void;
  save(): void;
}

/** What the editor shows for a path: a draft before the text that streams in before what is stored. */
export function useOpenFile(projectId: string, path: string): OpenFile {
  const { feed } = useWorkbench();
  const writing = feed.live.files[path];
  const isStreaming = writing?.state === 'writing';
  const stored = useProjectFile(projectId, isStreaming ? null : path);
  const { drafts } = useOpenFiles(projectId);
  const setDraft = useEditor((state) => state.setDraft);
  const saving = useSaveFile(projectId);
  const [conflictPath, setConflictPath] = useState<string | null>(null);
  const draft = drafts[path];
  // Until the written version has been read back, what is stored may be the version before it.
  const isReadingBack = stored.isFetching && writing !== undefined && isAtWork(feed.live);
  const settled = isReadingBack ? writing.content : (stored.data?.content ?? writing?.content);

  const write = async (etag: string | null) => {
    const content = draft?.content;
    if (content === undefined) return;
    try {
      const { written } = await saving.mutateAsync({ path, content, etag });
      const current = useEditor.getState().projects[projectId]?.drafts[path];
      setDraft(projectId, path, draftAfterSave(current, { content, etag: written.etag }));
      setConflictPath(null);
    } catch (error) {
      if (isProblem(error) && error.code === 'file.changed-meanwhile') {
        setConflictPath(path);
        return;
      }
      const { title, detail } = errorWords(error);
      toast.error(title, { description: detail });
    }
  };
  const fetchThen = async (use: (etag: string | null) => void) => {
    const { data } = await stored.refetch();
    use(data?.etag ?? null);
  };

  return {
    value: isStreaming ? writing.content : (draft?.content ?? settled),
    isReadOnly: isStreaming || stored.data?.isBinary === true || (stored.data === undefined && !draft),
    isStreaming,
    notice: fileNotice(stored, writing !== undefined),
    conflict:
      conflictPath === path || isOutdated(draft, stored.data, saving.isPending)
        ? {
            overwrite: () => void fetchThen((etag) => void write(etag)),
            takeTheirs: () =>
              void fetchThen(() => {
                setDraft(projectId, path, null);
                setConflictPath(null);
              }),
          }
        : null,
    change: (content) => {
      const isBack = content === stored.data?.content;
      const etag = draft?.etag ?? stored.data?.etag ?? null;
      setDraft(projectId, path, isBack ? null : { content, etag });
    },
    save: () => void write(draft?.etag ?? null),
  };
}

/** What was typed while the save was under way stays a draft, on top of the saved version. */
function draftAfterSave(current: Draft | undefined, saved: Draft): Draft | null {
  if (!current || current.content === saved.content) return null;
  return { content: current.content, etag: saved.etag };
}

/** Another version was stored since the typing began: told at once, and not only when it is saved. */
function isOutdated(draft: Draft | undefined, stored: ProjectFile | undefined, isSaving: boolean): boolean {
  return Boolean(draft?.etag && stored?.etag && draft.etag !== stored.etag && !isSaving);
}

function fileNotice(stored: ReturnType<typeof useProjectFile>, isLive: boolean): ReactNode {
  if (stored.data?.isBinary)
    return (
      <Notice kind="info" title="This file is not text" className="m-2">
        Download the project as a zip to open it with another program.
      </Notice>
    );
  if (stored.isError && !isLive)
    return <ErrorNotice error={stored.error} onRetry={() => void stored.refetch()} className="m-2" />;
  return null;
}
