import { filePathFault } from '@sandsmith/contracts/domain/file-path';
import { Database, FilePlus2, FolderDown, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useDeleteFile, useSaveFile, useTree } from '../../../api/use-files.ts';
import { Button, IconButton } from '../../../design/button.tsx';
import { ConfirmDialog } from '../../../design/confirm-dialog.tsx';
import { Dialog, DialogActions } from '../../../design/dialog.tsx';
import { Field } from '../../../design/field.tsx';
import { formatPlural } from '../../../design/format.ts';
import { ErrorNotice } from '../../../design/notice.tsx';
import { Skeleton } from '../../../design/placeholder.tsx';
import type { LiveStatus } from '../../../realtime/build-live.ts';
import { useEditor, useOpenFiles } from '../../../state/editor-store.ts';
import { useLayout } from '../../../state/layout-store.ts';
import { PanelHeading } from '../workbench/panel-heading.tsx';
import { useWorkbench } from '../workbench/workbench-context.ts';
import { FileTree } from './file-tree.tsx';
import { useArchive } from './use-archive.ts';

/** The project's files, and its data below them. */
export function FilesPanel() {
  const { project, feed } = useWorkbench();
  const tree = useTree(project.id);
  const [isCreating, setCreating] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  const { active } = useOpenFiles(project.id);
  const isStored = tree.data?.some((entry) => entry.path === active) ?? false;
  const archive = useArchive(project);
  const isEmpty = tree.data?.length === 0 && Object.keys(feed.live.files).length === 0;
  return (
    <>
      <PanelHeading title="Files">
        <IconButton label="New file" onClick={() => setCreating(true)}>
          <FilePlus2 size={15} aria-hidden />
        </IconButton>
        <IconButton
          label={active ? `Delete ${active}` : 'Delete the open file'}
          onClick={() => setDeleting(true)}
          disabled={!isStored}
        >
          <Trash2 size={15} aria-hidden />
        </IconButton>
        <IconButton label="Download as zip" onClick={archive.download} disabled={isEmpty || archive.isBusy}>
          <FolderDown size={15} aria-hidden />
        </IconButton>
      </PanelHeading>
      <div className="min-h-0 flex-1">
        {tree.isPending && (
          <div className="flex flex-col gap-3 p-3">
            <Skeleton className="h-3.5 w-3/5" />
            <Skeleton className="h-3.5 w-4/5" />
            <Skeleton className="h-3.5 w-2/5" />
          </div>
        )}
        {tree.isError && (
          <ErrorNotice error={tree.error} onRetry={() => void tree.refetch()} className="m-2" />
        )}
        {isEmpty && <p className="px-3 py-1 text-muted">{noFilesWords(feed.live.status)}</p>}
        {tree.data && !isEmpty && <FileTree entries={tree.data} />}
      </div>
      <DataSummary />
      {active && isDeleting && <DeleteFileDialog path={active} onClose={() => setDeleting(false)} />}
      {isCreating && <NewFileDialog onClose={() => setCreating(false)} />}
    </>
  );
}

function noFilesWords(status: LiveStatus): string {
  if (status === 'none') return 'No files yet. Make one here or in the terminal; a build writes its own.';
  if (status === 'failed') return 'The build wrote no files.';
  return 'The files stand here as the build writes them.';
}

function DataSummary() {
  const { documents } = useWorkbench();
  if (documents.length === 0) return null;
  const show = (documentId: string) => {
    useLayout.setState({ railView: 'data' });
    useLayout.getState().showRows(documentId);
  };
  return (
    <section aria-label="Data" className="max-h-[40%] shrink-0 overflow-auto border-t border-border pb-1">
      <PanelHeading title="Data" />
      <ul>
        {documents.map((document) => (
          <li key={document.id}>
            <button
              type="button"
              onClick={() => show(document.id)}
              className="flex w-full items-start gap-2 px-3 py-1 text-left hoverable"
            >
              <Database size={14} aria-hidden className="mt-0.5 shrink-0 text-muted" />
              <span className="min-w-0">
                <span className="block truncate">{document.name}</span>
                <span className="block text-sm tabular text-muted">
                  {document.status === 'profiling' && 'Reading'}
                  {document.status === 'failed' && 'Could not be read'}
                  {document.status === 'ready' &&
                    `${formatPlural(document.rowCount ?? 0, 'row')}, ${formatPlural(document.columnCount ?? 0, 'column')}`}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function DeleteFileDialog({ path, onClose }: { path: string; onClose(): void }) {
  const { project } = useWorkbench();
  const remove = useDeleteFile(project.id);
  const close = useEditor((state) => state.close);
  const confirm = () =>
    remove.mutate(path, {
      onSuccess: () => {
        close(project.id, path);
        onClose();
      },
    });
  return (
    <ConfirmDialog
      isOpen
      title="Delete this file?"
      description={`${path} is removed from the project. Checkpoints that hold it keep it.`}
      action="Delete file"
      isBusy={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={confirm}
    />
  );
}

function NewFileDialog({ onClose }: { onClose(): void }) {
  const { project } = useWorkbench();
  const [path, setPath] = useState('');
  const save = useSaveFile(project.id);
  const open = useEditor((state) => state.open);
  const fault = path ? filePathFault(path) : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!path || fault) return;
    const opened = () => {
      open(project.id, path);
      onClose();
    };
    save.mutate({ path, content: '', etag: null }, { onSuccess: opened });
  };
  return (
    <Dialog title="New file" isOpen onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label="Path"
          value={path}
          onChange={(event) => setPath(event.target.value)}
          placeholder="src/notes.md"
          hint="Below the project's folder; folders are made as needed."
          error={fault ? `The path ${fault}` : null}
          autoComplete="off"
          autoFocus
        />
        {save.isError && <ErrorNotice error={save.error} />}
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={!path || Boolean(fault)} isBusy={save.isPending}>
            Create file
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
