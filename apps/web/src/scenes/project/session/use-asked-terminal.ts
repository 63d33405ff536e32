import { useEffect } from 'react';
import { useTerminalStore } from '../../../state/terminal-store.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import { useShowTerminal } from './use-show-terminal.ts';

/** Opens the terminal that was asked for on the page before, once. */
export function useAskedTerminal(): void {
  const { project } = useWorkbench();
  const isAsked = useTerminalStore((state) => state.askedIn === project.id);
  const showTerminal = useShowTerminal();
  useEffect(() => {
    if (!isAsked) return;
    useTerminalStore.setState({ askedIn: null });
    showTerminal();
  }, [isAsked, showTerminal]);
}
