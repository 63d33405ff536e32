import { useEffect, useRef } from 'react';
import { useProjectSessionState } from './project-session-context.ts';
import { isTerminalKey } from './terminal-keys.ts';
import { useShowTerminal } from './use-show-terminal.ts';

/** Ctrl-backquote goes to the terminal and back to where the person was; with Shift it opens one more. */
export function useTerminalKeys(): void {
  const showTerminal = useShowTerminal();
  const { openTerminal } = useProjectSessionState();
  const cameFrom = useRef<HTMLElement | null>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isTerminalKey(event)) return;
      event.preventDefault();
      event.stopPropagation();
      const focused = document.activeElement instanceof HTMLElement ? document.activeElement : null;
      if (focused?.closest('.xterm') && !event.shiftKey) {
        leave(cameFrom.current);
        return;
      }
      if (!focused?.closest('.xterm')) cameFrom.current = focused;
      showTerminal();
      if (event.shiftKey) openTerminal({ isNew: true });
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, [showTerminal, openTerminal]);
}

function leave(cameFrom: HTMLElement | null): void {
  const tab = document.querySelector<HTMLElement>('[role="tab"][data-terminal-tab]');
  const target = cameFrom?.isConnected && cameFrom !== document.body ? cameFrom : tab;
  target?.focus();
}
