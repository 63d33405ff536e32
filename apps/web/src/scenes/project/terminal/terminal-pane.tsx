import '@xterm/xterm/css/xterm.css';
import type { Session } from '@sandsmith/contracts/domain/session';
import { type KeyboardEvent, useState } from 'react';
import { Button } from '../../../design/button.tsx';
import { ErrorNotice, Notice } from '../../../design/notice.tsx';
import { useProjectSessionState } from '../session/project-session-context.ts';
import { SessionGate } from '../session/session-gate.tsx';
import { endWords } from '../session/session-words.ts';
import { TerminalBar } from './terminal-bar.tsx';
import { TerminalSearch } from './terminal-search.tsx';
import { TerminalView } from './terminal-view.tsx';

/** The project's terminals, one in view. */
export function TerminalPane() {
  const { session, isStarting, terminals, activeTerminalId, terminalError, openTerminal } =
    useProjectSessionState();
  const [isSearching, setSearching] = useState(false);
  const active = terminals.find(({ id }) => id === activeTerminalId);
  const isOver = session?.status === 'ended';
  if (!session || isStarting || (isOver && !active))
    return (
      <SessionGate
        title="A terminal in the project's folder"
        action="Open a terminal"
        onStart={(options) => openTerminal({ isNew: true, session: options })}
      >
        It runs in a sealed container of its own. Files go both ways, and it stays open when you leave the
        page.
      </SessionGate>
    );
  const toggleSearch = () => setSearching((isShown) => !isShown);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.ctrlKey || !event.shiftKey || event.key.toLowerCase() !== 'f') return;
    event.preventDefault();
    toggleSearch();
  };
  return (
    <section aria-label="Terminal" className="flex h-full min-h-0 flex-col" onKeyDown={onKeyDown}>
      <TerminalBar onSearch={toggleSearch} />
      {isOver && <EndNotice session={session} />}
      {session.status === 'ready' && session.message && (
        <p
          role="status"
          className="shrink-0 bg-surface-3 px-3 py-1 text-sm text-muted [overflow-wrap:anywhere]"
        >
          {session.message}
        </p>
      )}
      {terminalError != null && (
        <ErrorNotice error={terminalError} onRetry={() => openTerminal({ isNew: true })} className="m-2" />
      )}
      {isSearching && active && (
        <TerminalSearch
          key={`search ${active.id}`}
          terminalId={active.id}
          onClose={() => setSearching(false)}
        />
      )}
      {active ? (
        <TerminalView key={active.id} sessionId={session.id} tab={active} />
      ) : (
        terminalError == null && <NoTerminal />
      )}
    </section>
  );
}

function EndNotice({ session }: { session: Session }) {
  const { openTerminal } = useProjectSessionState();
  return (
    <Notice
      kind="info"
      title="The session has ended"
      className="m-2"
      action={
        <Button size="small" onClick={() => openTerminal({ isNew: true })}>
          Start again
        </Button>
      }
    >
      {endWords(session)}
    </Notice>
  );
}

function NoTerminal() {
  const { openTerminal } = useProjectSessionState();
  return (
    <div className="p-3 text-muted">
      No terminal is open.{' '}
      <Button size="small" onClick={() => openTerminal({ isNew: true })}>
        Open a terminal
      </Button>
    </div>
  );
}
