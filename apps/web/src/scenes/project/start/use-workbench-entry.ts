import { useLayoutEffect, useMemo } from 'react';
import { type Command, useCommands } from '../../../state/commands-store.ts';
import { useTerminalStore } from '../../../state/terminal-store.ts';
import { useGo } from '../../shell/use-go.ts';
import { isTerminalKey } from '../session/terminal-keys.ts';

/** The ways from the start page to the workbench: its address, the palette, and Ctrl-backquote to its terminal. */
export function useWorkbenchEntry(projectId: string): string {
  const go = useGo();
  const address = `/projects/${projectId}/workbench`;
  const commands = useMemo<readonly Command[]>(() => {
    const openTerminal = () => {
      useTerminalStore.setState({ askedIn: projectId });
      go(address);
    };
    return [
      {
        id: 'open-workbench',
        group: 'Project',
        title: 'Open the workbench',
        keywords: 'files editor preview ide',
        run: () => go(address),
      },
      {
        id: 'show-terminal',
        group: 'Project',
        title: 'Show terminal',
        shortcut: 'Ctrl `',
        keywords: 'shell',
        run: openTerminal,
      },
    ];
  }, [projectId, address, go]);
  useCommands('start', commands);
  // listens from the moment that the page can be seen: a key pressed before a later effect would be lost
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isTerminalKey(event)) return;
      event.preventDefault();
      commands.find(({ id }) => id === 'show-terminal')?.run();
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, [commands]);
  return address;
}
