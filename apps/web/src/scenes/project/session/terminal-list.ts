import type { Session } from '@sandsmith/contracts/domain/session';

export interface TerminalTab {
  id: string;
  /** Stays the same while the terminal is there: 1, 2, 3 … */
  number: number;
  hasEnded: boolean;
}

export interface TerminalList {
  sessionId: string | null;
  tabs: readonly TerminalTab[];
}

export const noTerminals: TerminalList = { sessionId: null, tabs: [] };

interface TerminalNews {
  session: Session | null;
  /** Opened and closed from this page; the server's list may not tell of it yet. */
  opened: readonly string[];
  closed: readonly string[];
}

/** The tabs after news. Those of a session that has ended stay, so that what they show can be read. */
export function nextTerminalList(before: TerminalList, news: TerminalNews): TerminalList {
  const { session, opened, closed } = news;
  if (!session) return before.tabs.length > 0 ? noTerminals : before;
  const kept = before.sessionId === session.id ? before.tabs : [];
  if (session.status === 'ended') {
    const tabs = kept.filter(({ id }) => !closed.includes(id)).map((tab) => ({ ...tab, hasEnded: true }));
    return sameList(before, { sessionId: session.id, tabs });
  }
  const listed = new Map(session.terminals.map(({ id, status }) => [id as string, status === 'exited']));
  const ids = [...new Set([...kept.map(({ id }) => id), ...listed.keys(), ...opened])].filter(
    (id) => !closed.includes(id) && (listed.has(id) || opened.includes(id)),
  );
  const tabs: TerminalTab[] = [];
  for (const id of ids) {
    const number = kept.find((tab) => tab.id === id)?.number ?? freeNumber([...kept, ...tabs]);
    tabs.push({ id, number, hasEnded: listed.get(id) ?? false });
  }
  return sameList(before, { sessionId: session.id, tabs });
}

function freeNumber(tabs: readonly TerminalTab[]): number {
  let number = 1;
  while (tabs.some((tab) => tab.number === number)) number += 1;
  return number;
}

/** The list before where nothing is different, so that nothing is drawn anew. */
function sameList(before: TerminalList, after: TerminalList): TerminalList {
  const isSame =
    before.sessionId === after.sessionId &&
    before.tabs.length === after.tabs.length &&
    after.tabs.every((tab, index) => {
      const other = before.tabs[index];
      return other?.id === tab.id && other.hasEnded === tab.hasEnded && other.number === tab.number;
    });
  return isSame ? before : after;
}
