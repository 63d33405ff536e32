import type { Session } from '@sandsmith/contracts/domain/session';
import type { CreateSession } from '@sandsmith/contracts/http/sessions';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { ProblemError } from '../../../api/problem-error.ts';
import { useServices } from '../../../app/services.ts';
import { useTerminalStore } from '../../../state/terminal-store.ts';
import type { TerminalScreen } from '../terminal/terminal-screen.ts';
import { nextTerminalList, noTerminals, type TerminalTab } from './terminal-list.ts';
import { nextTerminalStep, type WantedTerminal } from './terminal-step.ts';

export interface Terminals {
  tabs: readonly TerminalTab[];
  activeId: string | null;
  screens: Map<string, TerminalScreen>;
  error: unknown;
  show(terminalId: string): void;
  open(wanted: WantedTerminal): void;
  close(terminalId: string): void;
}

interface TerminalsOptions {
  session: Session | null | undefined;
  isStarting: boolean;
  /** Rejects where it cannot be started; that is told elsewhere. */
  start(options: CreateSession): Promise<unknown>;
}

/** The size until it is drawn, which follows at once. */
const firstSize = { columns: 80, rows: 24 };
/** By then a shell has written its prompt; what is typed before is echoed twice. */
const promptMs = 400;

function unanswered(): ProblemError {
  return new ProblemError({
    code: 'network.unreachable',
    status: 0,
    title: 'The live connection is away',
    detail: 'A terminal needs it. It comes back by itself; then try again.',
  });
}

/** Opens, shows and closes the session's terminals. */
export function useTerminals({ session, isStarting, start }: TerminalsOptions): Terminals {
  const { realtime } = useServices();
  const [wish, setWish] = useState<{ wanted: WantedTerminal; hasAsked: boolean } | null>(null);
  const [opened, addOpened] = useOpened(session);
  const [closed, setClosed] = useState<readonly string[]>([]);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const list = useRef(noTerminals);
  list.current = nextTerminalList(list.current, { session: session ?? null, opened, closed });
  const { tabs } = list.current;
  const screens = useScreens(tabs);

  const openNow = useCallback(
    async (sessionId: string, command: string | undefined) => {
      const answer = await realtime.ask('terminal.open', { sessionId, ...firstSize });
      if (!answer?.ok || !answer.terminalId) {
        setError(answer && !answer.ok ? new ProblemError(answer.problem) : unanswered());
        return;
      }
      const { terminalId } = answer;
      addOpened({ sessionId, terminalId });
      setChosenId(terminalId);
      if (!command) {
        // The one that was in view has taken the first wish for the keyboard.
        useTerminalStore.setState({ wantsFocus: true });
        return;
      }
      setTimeout(() => void realtime.ask('terminal.write', { terminalId, data: `${command}\n` }), promptMs);
    },
    [realtime, addOpened],
  );

  useEffect(() => {
    if (!wish) return;
    const step = nextTerminalStep({ ...wish, session, isStarting });
    if (step === 'wait') return;
    if (step === 'start') {
      setWish({ ...wish, hasAsked: true });
      start(wish.wanted.session ?? {}).catch(() => setWish(null));
      return;
    }
    setWish(null);
    if (step === 'open' && session) void openNow(session.id, wish.wanted.command);
  }, [wish, session, isStarting, start, openNow]);

  const open = useCallback((wanted: WantedTerminal) => {
    setError(null);
    if (!wanted.command) useTerminalStore.setState({ wantsFocus: true });
    setWish({ wanted, hasAsked: false });
  }, []);
  const close = useCallback(
    (terminalId: string) => {
      setClosed((before) => [...before, terminalId]);
      void realtime.ask('terminal.close', { terminalId });
    },
    [realtime],
  );
  const activeId = useActive(tabs, chosenId);
  return useMemo(
    () => ({ tabs, screens, error, activeId, show: setChosenId, open, close }),
    [tabs, screens, error, activeId, open, close],
  );
}

/** The chosen one; else the one in view stays there, whatever another window opens; else the newest. */
function useActive(tabs: readonly TerminalTab[], chosenId: string | null): string | null {
  const inView = useRef<string | null>(null);
  const isThere = (wanted: string | null) => tabs.some(({ id }) => id === wanted);
  const kept = [chosenId, inView.current].find(isThere);
  inView.current = kept ?? tabs.at(-1)?.id ?? null;
  return inView.current;
}

interface OpenedTerminal {
  sessionId: string;
  terminalId: string;
}

/** Terminals of the session opened here, until the server's list tells of them. */
function useOpened(
  session: Session | null | undefined,
): [readonly string[], (terminal: OpenedTerminal) => void] {
  const [opened, setOpened] = useState<readonly OpenedTerminal[]>([]);
  useEffect(() => {
    if (!session) return;
    const isListed = (wanted: string) => session.terminals.some(({ id }) => id === wanted);
    setOpened((before) => {
      const kept = before.filter((one) => one.sessionId === session.id && !isListed(one.terminalId));
      return kept.length === before.length ? before : kept;
    });
  }, [session]);
  const ids = useMemo(
    () => opened.filter((one) => one.sessionId === session?.id).map(({ terminalId }) => terminalId),
    [opened, session?.id],
  );
  const add = useCallback((terminal: OpenedTerminal) => setOpened((before) => [...before, terminal]), []);
  return [ids, add];
}

/** Screens go when their terminal does, or with the workbench. */
function useScreens(tabs: readonly TerminalTab[]): Map<string, TerminalScreen> {
  const [screens] = useState(() => new Map<string, TerminalScreen>());
  useEffect(() => {
    for (const [id, screen] of screens) {
      if (tabs.some((tab) => tab.id === id)) continue;
      screen.dispose();
      screens.delete(id);
    }
  }, [tabs, screens]);
  useEffect(
    () => () => {
      for (const screen of screens.values()) screen.dispose();
      screens.clear();
    },
    [screens],
  );
  return screens;
}
