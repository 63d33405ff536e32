import { X } from 'lucide-react';
import { Dialog as Base } from 'radix-ui';
import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';

interface DialogProps {
  title: string;
  description?: ReactNode;
  isOpen: boolean;
  onClose(): void;
  children: ReactNode;
}

/** A modal: focus is kept in it, Escape closes it. */
export function Dialog({ title, description, isOpen, onClose, children }: DialogProps) {
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Overlay className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.45)]" />
        <Base.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          className="rise fixed left-1/2 top-[18vh] z-50 flex max-h-[70vh] w-[min(440px,calc(100vw-32px))] -translate-x-1/2 flex-col gap-4 overflow-auto rounded-md border border-border bg-surface-2 p-5 shadow-float"
        >
          <div className="flex items-start justify-between gap-4">
            <Base.Title className="text-lg">{title}</Base.Title>
            <Base.Close asChild>
              <IconButton label="Close" className="-mr-1 -mt-0.5">
                <X size={16} aria-hidden />
              </IconButton>
            </Base.Close>
          </div>
          {description && <Base.Description className="text-muted">{description}</Base.Description>}
          {children}
        </Base.Content>
      </Base.Portal>
    </Base.Root>
  );
}

/** The row of buttons that ends a dialog. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="flex justify-end gap-2">{children}</div>;
}
