import { ConfirmDialog } from '../../../design/confirm-dialog.tsx';

interface EndSessionDialogProps {
  onEnd(): void;
  onClose(): void;
}

/** The files stay, yet what runs is lost: that is asked about. */
export function EndSessionDialog({ onEnd, onClose }: EndSessionDialogProps) {
  return (
    <ConfirmDialog
      isOpen
      title="End the session?"
      description="Its terminals and what runs in them are stopped. The project's files stay; installed packages go."
      action="End session"
      isBusy={false}
      error={null}
      onClose={onClose}
      onConfirm={() => {
        onEnd();
        onClose();
      }}
    />
  );
}
