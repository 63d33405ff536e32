import { EllipsisVertical, Plus, Search, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { IconButton } from '../../../design/button.tsx';
import { classNames } from '../../../design/class-names.ts';
import { ConfirmDialog } from '../../../design/confirm-dialog.tsx';
import { Menu, MenuItem, MenuLine } from '../../../design/menu.tsx';
import { useTerminalStore } from '../../../state/terminal-store.ts';
import { useProjectSessionState } from '../session/project-session-context.ts';
import type { TerminalTab } from '../session/terminal-list.ts';

/** Tabs of the terminals, and what can be done with them. */
export function TerminalBar({ onSearch }: { onSearch(): void }) {
  const { session, openTerminal, screens, closeTerminal, askToEnd } = useProjectSessionState();
  const { isForScreenReader, toggleScreenReader } = useTerminalStore();
  const [closing, setClosing] = useState<TerminalTab | null>(null);
  const isReady = session?.status === 'ready';
  const close = (tab: TerminalTab) => {
    if (!tab.hasEnded && screens.get(tab.id)?.isBusy()) setClosing(tab);
    else closeTerminal(tab.id);
  };
  return (
    <div className="flex h-8 shrink-0 items-center gap-1 border-b border-border bg-surface-1 pr-1">
      <TerminalTabs onClose={close} />
      <IconButton
        label="New terminal"
        shortcut="Ctrl Shift `"
        size="small"
        disabled={!isReady}
        onClick={() => openTerminal({ isNew: true })}
      >
        <Plus size={15} aria-hidden />
      </IconButton>
      <span className="flex-1" />
      <IconButton label="Find in the terminal" shortcut="Ctrl Shift F" size="small" onClick={onSearch}>
        <Search size={14} aria-hidden />
      </IconButton>
      <Menu
        trigger={
          <IconButton label="More" size="small">
            <EllipsisVertical size={15} aria-hidden />
          </IconButton>
        }
      >
        <MenuItem onSelect={toggleScreenReader}>
          {isForScreenReader ? 'Turn the screen reader mode off' : 'Turn the screen reader mode on'}
        </MenuItem>
        <MenuLine />
        <MenuItem isDanger isDisabled={!isReady} onSelect={askToEnd}>
          End the session
        </MenuItem>
      </Menu>
      {closing && (
        <ConfirmDialog
          isOpen
          title={`Close terminal ${closing.number}?`}
          description="Something seems to be running in it. Closing the terminal stops it."
          action="Close terminal"
          isBusy={false}
          error={null}
          onClose={() => setClosing(null)}
          onConfirm={() => {
            closeTerminal(closing.id);
            setClosing(null);
          }}
        />
      )}
    </div>
  );
}

function TerminalTabs({ onClose }: { onClose(tab: TerminalTab): void }) {
  const { terminals, activeTerminalId, showTerminal } = useProjectSessionState();
  const list = useRef<HTMLDivElement>(null);
  const move = (event: React.KeyboardEvent, tab: TerminalTab) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.key === 'Delete') onClose(tab);
    if (!step) return;
    const next = terminals[(terminals.indexOf(tab) + step + terminals.length) % terminals.length];
    if (next) showTerminal(next.id);
    setTimeout(() => list.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus(), 0);
  };
  return (
    <div
      ref={list}
      role="tablist"
      aria-label="Terminals"
      className="flex h-full min-w-0 overflow-x-auto [scrollbar-width:none]"
    >
      {terminals.map((tab) => {
        const isActive = tab.id === activeTerminalId;
        return (
          <button
            key={tab.id}
            type="button"
            role="tab"
            aria-selected={isActive}
            aria-keyshortcuts="Delete"
            tabIndex={isActive ? 0 : -1}
            onClick={(event) => {
              if (event.target instanceof Element && event.target.closest('[data-close]')) onClose(tab);
              else showTerminal(tab.id);
            }}
            onKeyDown={(event) => move(event, tab)}
            onAuxClick={(event) => event.button === 1 && onClose(tab)}
            className={classNames(
              'flex shrink-0 items-center gap-1.5 border-r border-border pl-3 pr-1.5 text-sm transition-calm focus-visible:-outline-offset-2',
              isActive ? 'bg-surface-2 text-text' : 'text-muted hover:text-text',
            )}
          >
            {`Terminal ${tab.number}${tab.hasEnded ? ', ended' : ''}`}
            <span
              data-close
              aria-hidden
              title={`Close terminal ${tab.number}`}
              className="flex size-5 items-center justify-center rounded hoverable"
            >
              <X size={13} />
            </span>
          </button>
        );
      })}
    </div>
  );
}
