import type { ReactNode } from 'react';

/** The head of a side panel: its name and its actions. */
export function PanelHeading({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="flex h-9 shrink-0 items-center justify-between gap-2 pl-3 pr-1.5">
      <h2 className="eyebrow">{title}</h2>
      <div className="flex items-center">{children}</div>
    </div>
  );
}
