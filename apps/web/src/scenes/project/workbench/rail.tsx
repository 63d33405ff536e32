import { Database, Files, Hammer, History, type LucideIcon, PanelBottom, PanelLeft } from 'lucide-react';
import { useRef } from 'react';
import { IconButton } from '../../../design/button.tsx';
import { classNames } from '../../../design/class-names.ts';
import { type RailView, useLayout } from '../../../state/layout-store.ts';

export const railViews: { view: RailView; label: string; icon: LucideIcon }[] = [
  { view: 'files', label: 'Files', icon: Files },
  { view: 'data', label: 'Data', icon: Database },
  { view: 'builds', label: 'Builds', icon: Hammer },
  { view: 'history', label: 'History', icon: History },
];

/** The far-left column: what the side panel shows, and the panes' switches. Arrow keys move along it. */
export function Rail({ hasToggles = true }: { hasToggles?: boolean }) {
  const { railView, isSideOpen, showRail } = useLayout();
  const list = useRef<HTMLDivElement>(null);
  const move = (event: React.KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const index = buttons.indexOf(document.activeElement as HTMLButtonElement);
    buttons[(index + step + buttons.length) % buttons.length]?.focus();
  };
  return (
    <nav
      aria-label="Views"
      className="flex w-11 shrink-0 flex-col items-center justify-between border-r border-border bg-surface-2 py-1.5"
    >
      <div
        ref={list}
        role="toolbar"
        aria-label="Side panel views"
        aria-orientation="vertical"
        tabIndex={-1}
        className="flex flex-col gap-1"
        onKeyDown={move}
      >
        {railViews.map(({ view, label, icon: Icon }) => {
          const isShown = isSideOpen && railView === view;
          return (
            <IconButton
              key={view}
              label={label}
              side="right"
              isPressed={isShown}
              onClick={() => showRail(view)}
              tabIndex={railView === view ? 0 : -1}
              size="large"
              className={classNames(isShown && 'text-accent-text')}
            >
              <Icon size={17} aria-hidden />
            </IconButton>
          );
        })}
      </div>
      {hasToggles && <PaneToggles />}
    </nav>
  );
}

function PaneToggles() {
  const { isSideOpen, isBottomOpen, toggleSide, toggleBottom } = useLayout();
  return (
    <div className="flex flex-col gap-1">
      <IconButton
        label="Side panel"
        shortcut="Ctrl B"
        side="right"
        isPressed={isSideOpen}
        onClick={toggleSide}
      >
        <PanelLeft size={16} aria-hidden />
      </IconButton>
      <IconButton
        label="Bottom panel"
        shortcut="Ctrl J"
        side="right"
        isPressed={isBottomOpen}
        onClick={toggleBottom}
      >
        <PanelBottom size={16} aria-hidden />
      </IconButton>
    </div>
  );
}
