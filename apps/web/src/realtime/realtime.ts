import { type BuildEvent, buildEventSchema } from '@sandsmith/contracts/events/build-events';
import type { SessionEvent } from '@sandsmith/contracts/events/session-events';
import { type DocumentEvent, type SubscribeAck, serverMessages } from '@sandsmith/contracts/events/socket';
import { parsePayload } from '../api/parse-payload.ts';
import type { Session } from '../api/session.ts';
import { createSocketLine, type SocketLine } from './socket-line.ts';

export interface Realtime {
  status: SocketLine['status'];
  /** `after()` is asked at each (re)connection, so that the server sends what was missed. */
  subscribeBuild(buildId: string, options: BuildSubscription): () => void;
  subscribeDocuments(projectId: string, onEvent: (event: DocumentEvent) => void): () => void;
  subscribeSession(sessionId: string, onEvent: (event: SessionEvent) => void): () => void;
  /** Comes back to a terminal at each (re)connection. */
  followTerminal(terminal: TerminalSubscription): () => void;
  /** Says one thing and waits for its answer; null where no answer came. Says nothing while the connection is away. */
  ask: SocketLine['ask'];
  close(): void;
}

export interface TerminalSubscription {
  terminalId: string;
  /** What `terminal.open` says, asked anew at each connection. */
  payload: () => object;
  onAnswer(answer: SubscribeAck | null): void;
  onData(data: string, isReplay: boolean): void;
  onExit(exitCode: number | null): void;
}

export interface BuildSubscription {
  after: () => number;
  onEvent: (event: BuildEvent) => void;
}

/** Everything the server tells by itself, over one socket for the page. */
export function createRealtime({ session }: { session: Session }): Realtime {
  const line = createSocketLine({ session });
  return {
    status: line.status,
    subscribeBuild(buildId, { after, onEvent }) {
      const stop = line.listen(
        {
          'build.event': (payload) => {
            const event = parsePayload(buildEventSchema, payload, 'build.event');
            if (event.buildId === buildId) onEvent(event);
          },
        },
        { message: 'build.subscribe', payload: () => ({ buildId, after: after() }) },
      );
      return () => {
        stop();
        void line.ask('build.unsubscribe', { buildId });
      };
    },
    subscribeDocuments(projectId, onEvent) {
      return line.listen(
        {
          'document.event': (payload) => {
            const message = parsePayload(serverMessages['document.event'], payload, 'document.event');
            if (message.projectId === projectId) onEvent(message.event);
          },
        },
        { message: 'document.subscribe', payload: () => ({ projectId }) },
      );
    },
    subscribeSession(sessionId, onEvent) {
      return line.listen(
        {
          'session.event': (payload) => {
            const message = parsePayload(serverMessages['session.event'], payload, 'session.event');
            if (message.sessionId === sessionId) onEvent(message.event);
          },
        },
        { message: 'session.subscribe', payload: () => ({ sessionId }) },
      );
    },
    followTerminal: ({ terminalId, payload, onAnswer, onData, onExit }) =>
      line.listen(
        {
          'terminal.data': (received) => {
            const message = parsePayload(serverMessages['terminal.data'], received, 'terminal.data');
            if (message.terminalId === terminalId) onData(message.data, message.isReplay === true);
          },
          'terminal.exited': (received) => {
            const message = parsePayload(serverMessages['terminal.exited'], received, 'terminal.exited');
            if (message.terminalId === terminalId) onExit(message.exitCode);
          },
        },
        { message: 'terminal.open', payload, onAnswer },
      ),
    ask: line.ask,
    close: line.close,
  };
}
