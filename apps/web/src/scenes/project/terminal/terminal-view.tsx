import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { useServices } from '../../../app/services.ts';
import { copyText } from '../../../design/copy-button.tsx';
import { useTerminalStore } from '../../../state/terminal-store.ts';
import { useTheme } from '../../../state/theme-store.ts';
import { useFollowLink } from '../preview/use-follow-link.ts';
import { useProjectSessionState } from '../session/project-session-context.ts';
import type { TerminalTab } from '../session/terminal-list.ts';
import type { TerminalState } from './terminal-link.ts';
import { createTerminalScreen, type TerminalScreen } from './terminal-screen.ts';

const notDrawn = createStore<TerminalState>(() => ({ connection: 'connecting', problem: null, exit: null }));

/** One terminal in the room there is. Its screen is made once and shown again afterwards. */
export function TerminalView({ sessionId, tab }: { sessionId: string; tab: TerminalTab }) {
  const { realtime } = useServices();
  const { screens, session } = useProjectSessionState();
  const theme = useTheme((state) => state.theme);
  const isForScreenReader = useTerminalStore((state) => state.isForScreenReader);
  const wantsFocus = useTerminalStore((state) => state.wantsFocus);
  const followLink = useFollowLink();
  const room = useRef<HTMLDivElement>(null);
  const [screen, setScreen] = useState<TerminalScreen | null>(null);
  const latest = useRef({ followLink, theme, isForScreenReader });
  latest.current = { followLink, theme, isForScreenReader };
  const { id, number } = tab;

  useEffect(() => {
    const container = room.current;
    if (!container) return undefined;
    const known = screens.get(id);
    const shown =
      known ??
      createTerminalScreen({
        container,
        realtime,
        sessionId,
        terminalId: id,
        name: `Terminal ${number}`,
        theme: latest.current.theme,
        isForScreenReader: latest.current.isForScreenReader,
        onLink: (address) => latest.current.followLink(address),
        onCopy: (text) => void copyText(text),
      });
    screens.set(id, shown);
    if (known) shown.attach(container);
    setScreen(shown);
    const observer = new ResizeObserver(() => shown.fit());
    observer.observe(container);
    return () => {
      observer.disconnect();
      shown.detach();
    };
  }, [screens, id, number, realtime, sessionId]);

  useEffect(() => {
    if (!screen || !wantsFocus) return;
    screen.focus();
    useTerminalStore.setState({ wantsFocus: false });
  }, [screen, wantsFocus]);
  useEffect(() => screen?.setTheme(theme), [screen, theme]);
  useEffect(() => screen?.setForScreenReader(isForScreenReader), [screen, isForScreenReader]);

  return (
    <div role="tabpanel" aria-label={`Terminal ${number}`} className="flex min-h-0 flex-1 flex-col">
      {session?.status !== 'ended' && <TerminalNote state={screen?.state ?? notDrawn} />}
      <div className="min-h-0 flex-1 bg-surface-1 py-1 pl-2">
        <div ref={room} className="h-full overflow-hidden" />
      </div>
    </div>
  );
}

function TerminalNote({ state }: { state: TerminalScreen['state'] }) {
  const words = noteWords(useStore(state));
  if (!words) return null;
  return (
    <p role="status" className="shrink-0 bg-surface-3 px-3 py-1 text-sm text-muted">
      {words}
    </p>
  );
}

function noteWords({ connection, problem, exit }: TerminalState): string | null {
  if (exit)
    return exit.exitCode === null
      ? 'The shell was stopped. What it printed can still be read.'
      : `The shell ended with exit code ${exit.exitCode}. What it printed can still be read.`;
  if (connection === 'refused') return problem?.detail ?? 'The terminal is not there any more.';
  if (connection === 'away') return 'The connection is away: what you type is not sent. Connecting again.';
  return null;
}
