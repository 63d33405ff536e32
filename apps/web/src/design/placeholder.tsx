import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** A grey bar where text will stand. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={classNames('skeleton', className ?? 'h-4 w-full')} />;
}

interface EmptyProps {
  icon?: ReactNode;
  title: string;
  /** Where it stands for the whole page, its title is the page's heading. */
  isPage?: boolean;
  children?: ReactNode;
  action?: ReactNode;
}

/** What stands where there is nothing yet: what it is, and how to get some. */
export function Empty({ icon, title, isPage, children, action }: EmptyProps) {
  return (
    <div className="flex h-full flex-col items-center justify-center gap-2 p-6 text-center">
      {icon && <div className="text-muted">{icon}</div>}
      {isPage ? <h1 className="text-base">{title}</h1> : <p className="font-[550]">{title}</p>}
      {children && <div className="max-w-90 text-muted">{children}</div>}
      {action && <div className="mt-1">{action}</div>}
    </div>
  );
}
