import type { Problem } from '@sandsmith/contracts/problem';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Realtime } from '../../../realtime/realtime.ts';
import { createWriteQueue } from '../../../realtime/write-queue.ts';

export interface TerminalSize {
  columns: number;
  rows: number;
}

export interface TerminalState {
  /** away: what is typed reaches nobody until the connection is back. */
  connection: 'connecting' | 'live' | 'away' | 'refused';
  problem: Problem | null;
  /** Set once its shell is over; `exitCode` is null where a signal ended it. */
  exit: { exitCode: number | null } | null;
}

/** One terminal of the session, seen from this page. */
export interface TerminalLink {
  state: StoreApi<TerminalState>;
  write(text: string): void;
  resize(size: TerminalSize): void;
  /** Lets go of it; it goes on in the session. */
  leave(): void;
}

interface TerminalLinkOptions {
  realtime: Realtime;
  sessionId: string;
  terminalId: string;
  size: () => TerminalSize;
  /** `isReplay`: the text begins with an empty screen. */
  onData(text: string, isReplay: boolean): void;
}

const resizeCalmMs = 80;

export function createTerminalLink(options: TerminalLinkOptions): TerminalLink {
  const { realtime, sessionId, terminalId, size, onData } = options;
  const state = createStore<TerminalState>(() => ({ connection: 'connecting', problem: null, exit: null }));
  const queue = createWriteQueue({
    send: (data) => realtime.ask('terminal.write', { terminalId, data }),
  });
  let resizing: ReturnType<typeof setTimeout> | undefined;

  const stopFollowing = realtime.followTerminal({
    terminalId,
    payload: () => ({ sessionId, terminalId, ...size() }),
    onAnswer: (answer) => {
      if (answer?.ok) state.setState({ connection: 'live', problem: null });
      else if (answer) state.setState({ connection: 'refused', problem: answer.problem });
      else state.setState({ connection: 'away' });
    },
    onData,
    onExit: (exitCode) => state.setState({ exit: { exitCode } }),
  });
  const stopWatching = realtime.status.subscribe(({ status }) => {
    if (status !== 'disconnected' || state.getState().connection === 'refused') return;
    queue.clear();
    state.setState({ connection: 'away' });
  });

  return {
    state,
    write(text) {
      const { connection, exit } = state.getState();
      if (connection === 'live' && !exit) queue.add(text);
    },
    resize(wanted) {
      clearTimeout(resizing);
      resizing = setTimeout(() => {
        if (state.getState().connection !== 'live') return;
        void realtime.ask('terminal.resize', { terminalId, ...wanted });
      }, resizeCalmMs);
    },
    leave() {
      clearTimeout(resizing);
      queue.clear();
      stopFollowing();
      stopWatching();
    },
  };
}
