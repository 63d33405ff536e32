import { type FormEvent, useState } from 'react';
import { Button } from './button.tsx';
import { Dialog, DialogActions } from './dialog.tsx';
import { Field } from './field.tsx';
import { ErrorNotice } from './notice.tsx';

interface ConfirmDialogProps {
  title: string;
  description: string;
  /** What has to be typed, where data would be lost for good. */
  typed?: string;
  action: string;
  isBusy: boolean;
  error: unknown;
  isOpen: boolean;
  onClose(): void;
  onConfirm(): void;
}

export function ConfirmDialog({ typed, action, isBusy, error, onConfirm, ...dialog }: ConfirmDialogProps) {
  const [answer, setAnswer] = useState('');
  const isReady = !typed || answer.trim() === typed;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) onConfirm();
  };
  return (
    <Dialog {...dialog}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {typed && (
          <Field
            label={`Type ${typed} to confirm`}
            value={answer}
            onChange={(event) => setAnswer(event.target.value)}
            autoComplete="off"
            autoFocus
          />
        )}
        {error != null && <ErrorNotice error={error} />}
        <DialogActions>
          <Button onClick={dialog.onClose}>Cancel</Button>
          <Button type="submit" look="danger" disabled={!isReady} isBusy={isBusy}>
            {action}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
