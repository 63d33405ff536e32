import type { Session } from '@sandsmith/contracts/domain/session';
import type { CreateSession } from '@sandsmith/contracts/http/sessions';

/** That a person wants a terminal: any, or one more. */
export interface WantedTerminal {
  isNew: boolean;
  /** Typed into it as soon as it is there. */
  command?: string;
  /** What the session is to be, where there is none yet. */
  session?: CreateSession;
}

export type TerminalStep = 'wait' | 'start' | 'open' | 'done';

interface Situation {
  wanted: WantedTerminal;
  /** Undefined until it is known. */
  session: Session | null | undefined;
  isStarting: boolean;
  /** A session was asked for on the way to this terminal: one that ends then is not begun again by itself. */
  hasAsked: boolean;
}

/** What to do next on the way to a terminal. A session that ended begins again only where it is asked for. */
export function nextTerminalStep({ wanted, session, isStarting, hasAsked }: Situation): TerminalStep {
  if (session === undefined || isStarting) return 'wait';
  if (session === null) return hasAsked ? 'wait' : 'start';
  if (session.status === 'starting') return 'wait';
  if (session.status === 'ended') return wanted.isNew && !hasAsked ? 'start' : 'done';
  const isThere = session.terminals.some(({ status }) => status === 'open');
  return isThere && !wanted.isNew ? 'done' : 'open';
}
