import { Tooltip } from 'radix-ui';
import type { ReactElement } from 'react';

interface HintProps {
  text: string;
  shortcut?: string | undefined;
  side?: 'top' | 'right' | 'bottom' | 'left' | undefined;
  children: ReactElement;
}

/** A tooltip on hover and focus. */
export function Hint({ text, shortcut, side = 'bottom', children }: HintProps) {
  return (
    <Tooltip.Root delayDuration={400}>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex max-w-80 items-center gap-2 rounded-md border border-border bg-surface-3 px-2 py-1 text-sm text-text shadow-float"
        >
          {text}
          {shortcut && <Shortcut keys={shortcut} />}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

export function Shortcut({ keys }: { keys: string }) {
  return (
    <kbd className="rounded border border-border bg-surface-1 px-1 font-sans text-xs text-muted">{keys}</kbd>
  );
}
