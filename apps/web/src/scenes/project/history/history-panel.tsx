import type { Checkpoint } from '@sandsmith/contracts/domain/project';
import { BookmarkPlus, RotateCcw } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { errorWords } from '../../../api/problem-error.ts';
import { useCheckpointActions, useCheckpoints } from '../../../api/use-files.ts';
import { Button, IconButton } from '../../../design/button.tsx';
import { Dialog, DialogActions } from '../../../design/dialog.tsx';
import { Field } from '../../../design/field.tsx';
import { formatPlural } from '../../../design/format.ts';
import { ErrorNotice } from '../../../design/notice.tsx';
import { Skeleton } from '../../../design/placeholder.tsx';
import { RelativeTime } from '../../../design/relative-time.tsx';
import { PanelHeading } from '../workbench/panel-heading.tsx';
import { useWorkbench } from '../workbench/workbench-context.ts';

/** Checkpoints of the files. Restoring one only adds another, so nothing needs confirming. */
export function HistoryPanel() {
  const { project } = useWorkbench();
  const { data, isPending, isError, error, refetch } = useCheckpoints(project.id);
  const [isCreating, setCreating] = useState(false);
  return (
    <>
      <PanelHeading title="History">
        <IconButton label="New checkpoint" onClick={() => setCreating(true)}>
          <BookmarkPlus size={15} aria-hidden />
        </IconButton>
      </PanelHeading>
      <div className="min-h-0 flex-1 overflow-auto">
        {isPending && (
          <div className="flex flex-col gap-3 p-3">
            <Skeleton className="h-8" />
            <Skeleton className="h-8" />
          </div>
        )}
        {isError && <ErrorNotice error={error} onRetry={() => void refetch()} className="m-2" />}
        {data?.length === 0 && (
          <p className="px-3 py-1 text-muted">No checkpoints yet. Each build makes one when it ends.</p>
        )}
        <ol>
          {data?.map((checkpoint, index) => (
            <CheckpointRow key={checkpoint.id} checkpoint={checkpoint} isLatest={index === 0} />
          ))}
        </ol>
      </div>
      {isCreating && <NewCheckpointDialog onClose={() => setCreating(false)} />}
    </>
  );
}

function CheckpointRow({ checkpoint, isLatest }: { checkpoint: Checkpoint; isLatest: boolean }) {
  const { project } = useWorkbench();
  const { restore } = useCheckpointActions(project.id);
  const run = () =>
    restore.mutate(checkpoint.id, {
      onSuccess: () =>
        toast.success('The files are as they were then', {
          description: 'The state before is a checkpoint of its own, so you can go back to it.',
        }),
      onError: (error) => {
        const { title, detail } = errorWords(error);
        toast.error(title, { description: detail });
      },
    });
  return (
    <li className="relative flex gap-2.5 px-3 py-1.5 hoverable">
      <span
        aria-hidden
        className={`mt-1.5 size-2 shrink-0 rounded-full border ${isLatest ? 'border-accent bg-accent' : 'border-border-strong'}`}
      />
      <span className="min-w-0 flex-1">
        <span className="line-clamp-2">{checkpoint.label}</span>
        <span className="block text-sm text-muted">
          {formatPlural(checkpoint.fileCount, 'file')}, <RelativeTime time={checkpoint.createdAt} />
        </span>
      </span>
      <IconButton
        label={`Restore ${checkpoint.label}`}
        size="small"
        disabled={restore.isPending}
        onClick={run}
      >
        <RotateCcw size={14} aria-hidden />
      </IconButton>
    </li>
  );
}

function NewCheckpointDialog({ onClose }: { onClose(): void }) {
  const { project } = useWorkbench();
  const [label, setLabel] = useState('');
  const { create } = useCheckpointActions(project.id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (label.trim()) create.mutate(label.trim(), { onSuccess: onClose });
  };
  return (
    <Dialog title="New checkpoint" isOpen onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label="Label"
          value={label}
          onChange={(event) => setLabel(event.target.value)}
          placeholder="Before the new chart"
          maxLength={200}
          autoComplete="off"
          autoFocus
        />
        {create.isError && <ErrorNotice error={create.error} />}
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={!label.trim()} isBusy={create.isPending}>
            Save checkpoint
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
