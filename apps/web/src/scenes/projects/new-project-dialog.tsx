import { type FormEvent, useState } from 'react';
import { useCreateProject } from '../../api/use-projects.ts';
import { Button } from '../../design/button.tsx';
import { Dialog, DialogActions } from '../../design/dialog.tsx';
import { Field } from '../../design/field.tsx';
import { ErrorNotice } from '../../design/notice.tsx';
import { useGo } from '../shell/use-go.ts';

export function NewProjectDialog({ isOpen, onClose }: { isOpen: boolean; onClose(): void }) {
  const [name, setName] = useState('');
  const create = useCreateProject();
  const go = useGo();
  const close = () => {
    onClose();
    setName('');
    create.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim()) return;
    create.mutate(
      { name: name.trim() },
      {
        onSuccess: (project) => {
          close();
          go(`/projects/${project.id}`);
        },
      },
    );
  };
  return (
    <Dialog title="New project" isOpen={isOpen} onClose={close}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label="Name"
          value={name}
          onChange={(event) => setName(event.target.value)}
          placeholder="Weather study"
          maxLength={120}
          autoComplete="off"
          autoFocus
        />
        {create.isError && <ErrorNotice error={create.error} />}
        <DialogActions>
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" look="primary" disabled={!name.trim()} isBusy={create.isPending}>
            Create project
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
