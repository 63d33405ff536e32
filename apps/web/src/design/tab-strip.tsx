import { Tabs } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** Radix tabs in the look of the product: an accent line under the present one. */
export function TabStrip({
  label,
  children,
  className,
}: {
  label: string;
  children: ReactNode;
  className?: string;
}) {
  return (
    <Tabs.List aria-label={label} className={classNames('flex h-full items-stretch gap-1', className)}>
      {children}
    </Tabs.List>
  );
}

interface TabButtonProps {
  value: string;
  children: ReactNode;
  count?: number;
  /** A dot: there is something that was not looked at yet. */
  hasNews?: boolean;
  onClick?: () => void;
  'data-terminal-tab'?: boolean;
}

export function TabButton({ value, children, count, hasNews, onClick, ...rest }: TabButtonProps) {
  return (
    <Tabs.Trigger
      {...rest}
      value={value}
      onClick={onClick}
      className="relative flex shrink-0 items-center gap-1.5 px-2 text-sm font-[550] text-muted transition-calm after:absolute after:inset-x-2 after:bottom-0 after:h-0.5 after:rounded hover:text-text focus-visible:-outline-offset-2 data-[state=active]:text-text data-[state=active]:after:bg-accent"
    >
      {children}
      {hasNews && (
        <>
          <span aria-hidden className="size-1.5 rounded-full bg-accent" />
          <span className="sr-only">, new</span>
        </>
      )}
      {count !== undefined && count > 0 && (
        <span className="rounded-full bg-surface-3 px-1.5 text-xs tabular text-text">{count}</span>
      )}
    </Tabs.Trigger>
  );
}
