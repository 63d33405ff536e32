import { useMemo } from 'react';
import type { Command } from '../../../state/commands-store.ts';
import { useLayout } from '../../../state/layout-store.ts';
import { useTerminalStore } from '../../../state/terminal-store.ts';
import { useShowPreview } from '../preview/use-show-preview.ts';
import { useProjectSessionState } from './project-session-context.ts';
import { useShowTerminal } from './use-show-terminal.ts';

/** What the palette offers of the terminal, the preview and the session. */
export function useSessionCommands(): readonly Command[] {
  const { session, openTerminal, askToEnd } = useProjectSessionState();
  const showTerminal = useShowTerminal();
  const showBottom = useLayout((state) => state.showBottom);
  const showPreview = useShowPreview();
  const isReady = session?.status === 'ready';
  const ports = isReady ? session.ports.map(({ port }) => port).join(' ') : '';
  return useMemo(() => {
    const command = (id: string, title: string, run: () => void, rest: Partial<Command> = {}): Command => ({
      id,
      group: 'Session',
      title,
      run,
      ...rest,
    });
    const newTerminal = () => {
      showBottom('terminal');
      openTerminal({ isNew: true });
    };
    const { toggleScreenReader } = useTerminalStore.getState();
    return [
      command('show-terminal', 'Show terminal', showTerminal, { shortcut: 'Ctrl `', keywords: 'shell' }),
      command('new-terminal', 'New terminal', newTerminal, { shortcut: 'Ctrl Shift `' }),
      command('terminal-reader', 'Toggle the screen reader mode of the terminal', toggleScreenReader),
      ...(isReady
        ? [command('end-session', 'End the session', askToEnd, { keywords: 'stop container' })]
        : []),
      ...ports
        .split(' ')
        .filter(Boolean)
        .map((port) =>
          command(`preview-${port}`, `Preview port ${port}`, () =>
            showPreview({ port: Number(port), path: '/' }),
          ),
        ),
    ];
  }, [showTerminal, openTerminal, askToEnd, showBottom, showPreview, isReady, ports]);
}
