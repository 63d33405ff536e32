import type { Context } from '../context/context.ts';
import type { Terminal, TerminalWatcher } from '../sessions/terminal.ts';
import { createSocketBacklog } from './socket-backlog.ts';
import type { MessageHandler, RealtimeSocket } from './socket-types.ts';

export interface TerminalMessages {
  open: MessageHandler<'terminal.open'>;
  write: MessageHandler<'terminal.write'>;
  resize: MessageHandler<'terminal.resize'>;
  close: MessageHandler<'terminal.close'>;
}

const keyOf = (terminalId: string) => `terminal:${terminalId}`;

/** Terminals of the user's own sessions. Another's are answered like what does not exist. */
export function createTerminalMessages(context: Context): TerminalMessages {
  const { sessions } = context;
  return {
    async open({ message: { sessionId, terminalId, columns, rows }, socket }) {
      const session = sessions.get(socket.data.principal, sessionId);
      session.touch();
      const size = { columns, rows };
      const terminal =
        terminalId === undefined
          ? await session.terminals.open(session.sandbox(), size)
          : session.terminals.get(terminalId);
      terminal.resize(size);
      // After the acknowledgement, which tells the client whose output it is.
      setImmediate(() => watch(terminal, socket));
      return { terminalId: terminal.id };
    },
    async write({ message: { terminalId, data }, socket }) {
      sessions.terminal(socket.data.principal, terminalId).terminal.write(data);
      return undefined;
    },
    async resize({ message: { terminalId, columns, rows }, socket }) {
      sessions.terminal(socket.data.principal, terminalId).terminal.resize({ columns, rows });
      return undefined;
    },
    async close({ message: { terminalId }, socket }) {
      const { principal, subscriptions } = socket.data;
      const { session, terminal } = sessions.terminal(principal, terminalId);
      session.terminals.close(terminalId);
      const key = keyOf(terminalId);
      // its end is still told
      void terminal.ended.then(() => {
        subscriptions.get(key)?.();
        subscriptions.delete(key);
      });
      return undefined;
    },
  };
}

function watch(terminal: Terminal, socket: RealtimeSocket): void {
  if (socket.disconnected) return;
  const { subscriptions } = socket.data;
  const key = keyOf(terminal.id);
  subscriptions.get(key)?.();
  const backlog = createSocketBacklog(socket);
  const terminalId = terminal.id;
  const watcher: TerminalWatcher = {
    data(data, { isReplay }) {
      socket.emit('terminal.data', isReplay ? { terminalId, data, isReplay } : { terminalId, data });
      backlog.sent(Buffer.byteLength(data));
    },
    exited: (exitCode) => socket.emit('terminal.exited', { terminalId, exitCode }),
    backlogBytes: backlog.bytes,
  };
  const end = terminal.watch(watcher);
  subscriptions.set(key, () => {
    end();
    backlog.end();
  });
}
