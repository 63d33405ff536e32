import type { Session } from '@sandsmith/contracts/domain/session';
import { createContext, useContext } from 'react';
import type { TerminalScreen } from '../terminal/terminal-screen.ts';
import type { TerminalTab } from './terminal-list.ts';
import type { WantedTerminal } from './terminal-step.ts';

/** The project's long-lived container and what is open in it. */
export interface ProjectSession {
  /** Undefined until it is known; null where there is none. */
  session: Session | null | undefined;
  readError: unknown;
  reread(): void;
  /** From the request until the session takes commands. */
  isStarting: boolean;
  startError: unknown;
  /** Asks the person whether to stop everything in it. */
  askToEnd(): void;
  terminals: readonly TerminalTab[];
  activeTerminalId: string | null;
  showTerminal(terminalId: string): void;
  /** Starts the session where there is none. */
  openTerminal(wanted: WantedTerminal): void;
  closeTerminal(terminalId: string): void;
  terminalError: unknown;
  /** Drawn terminals by id; they outlive the pane that shows them. */
  screens: Map<string, TerminalScreen>;
  /** Ports found since the page was opened and not looked at yet; the newest last. */
  unseenPorts: readonly number[];
  dismissPorts(): void;
}

export const ProjectSessionContext = createContext<ProjectSession | null>(null);

/** The session of the project on the screen; only below the workbench. */
export function useProjectSessionState(): ProjectSession {
  const session = useContext(ProjectSessionContext);
  if (!session) throw new Error('useProjectSessionState is called outside of the workbench');
  return session;
}
