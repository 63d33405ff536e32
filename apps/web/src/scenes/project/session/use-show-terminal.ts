import { useCallback } from 'react';
import { useLayout } from '../../../state/layout-store.ts';
import { useProjectSessionState } from './project-session-context.ts';

/** Goes to the terminal, and opens the first one where there is none. */
export function useShowTerminal(): () => void {
  const { openTerminal } = useProjectSessionState();
  const showBottom = useLayout((state) => state.showBottom);
  return useCallback(() => {
    showBottom('terminal');
    openTerminal({ isNew: false });
  }, [showBottom, openTerminal]);
}
