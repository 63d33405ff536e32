import type { Project } from '@sandsmith/contracts/domain/project';
import { type FormEvent, useState } from 'react';
import { useRenameProject } from '../../api/use-projects.ts';
import { Button } from '../../design/button.tsx';
import { Dialog, DialogActions } from '../../design/dialog.tsx';
import { Field } from '../../design/field.tsx';
import { ErrorNotice } from '../../design/notice.tsx';

export function RenameDialog({ project, onClose }: { project: Project; onClose(): void }) {
  const [name, setName] = useState(project.name);
  const rename = useRenameProject();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) rename.mutate({ id: project.id, name: name.trim() }, { onSuccess: onClose });
  };
  return (
    <Dialog title="Rename the project" isOpen onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label="Name"
          value={name}
          onChange={(event) => setName(event.target.value)}
          maxLength={120}
          autoComplete="off"
          autoFocus
        />
        {rename.isError && <ErrorNotice error={rename.error} />}
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={!name.trim()} isBusy={rename.isPending}>
            Rename
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
