import { type BuildEvent, buildEventSchema } from '@sandsmith/contracts/events/build-events';
import {
  type ClientMessage,
  type DocumentEvent,
  serverMessages,
  subscribeAckSchema,
} from '@sandsmith/contracts/events/socket';
import { io, type Socket } from 'socket.io-client';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { parsePayload } from '../api/parse-payload.ts';
import type { Session } from '../api/session.ts';

export type ConnectionStatus = 'idle' | 'connecting' | 'connected' | 'disconnected';

export interface Realtime {
  status: StoreApi<{ status: ConnectionStatus }>;
  /** `after()` is asked at each (re)connection, so that the server sends what was missed. */
  subscribeBuild(buildId: string, options: BuildSubscription): () => void;
  subscribeDocuments(projectId: string, onEvent: (event: DocumentEvent) => void): () => void;
  close(): void;
}

export interface BuildSubscription {
  after: () => number;
  onEvent: (event: BuildEvent) => void;
}

interface Subscription {
  message: ClientMessage;
  payload: () => object;
}

const ackTimeoutMs = 10_000;
const comeBackMs = 2_000;

async function announce(target: Socket, { message, payload }: Subscription): Promise<void> {
  try {
    const answer: unknown = await target.timeout(ackTimeoutMs).emitWithAck(message, payload());
    const ack = parsePayload(subscribeAckSchema, answer, message);
    if (!ack.ok) console.warn('The server refused a subscription', { message, problem: ack.problem });
  } catch (error) {
    // The polling fallback and the next connection cover a subscription that went unanswered.
    console.warn('A subscription was not answered', { message, error });
  }
}

/**
 * socket.io does not come back by itself where the server closed the connection or refused it, as it does for an
 * old token: a fresh one is fetched first.
 */
function comeBack(socket: Socket, session: Session): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;
  const retry = () => {
    if (isStopped || socket.active || timer !== undefined) return;
    void session.refresh().then((token) => {
      if (isStopped || socket.active || timer !== undefined) return;
      if (token) socket.connect();
      else if (session.store.getState().status !== 'signed-out')
        // The server is away, as it is while it starts again.
        timer = setTimeout(() => {
          timer = undefined;
          retry();
        }, comeBackMs);
    });
  };
  socket.on('disconnect', (reason) => {
    if (reason === 'io server disconnect') retry();
  });
  socket.on('connect_error', retry);
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}

/** One socket for the page, opened at the first subscription. */
export function createRealtime({ session }: { session: Session }): Realtime {
  const status = createStore<{ status: ConnectionStatus }>(() => ({ status: 'idle' }));
  const subscriptions = new Set<Subscription>();
  let socket: Socket | null = null;
  let stopComingBack: (() => void) | undefined;

  function open(): Socket {
    status.setState({ status: 'connecting' });
    const opened = io({
      transports: ['websocket', 'polling'],
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
      auth: (respond) => respond({ token: session.store.getState().accessToken }),
    });
    opened.on('connect', () => {
      status.setState({ status: 'connected' });
      for (const subscription of subscriptions) void announce(opened, subscription);
    });
    opened.on('disconnect', () => status.setState({ status: 'disconnected' }));
    opened.on('connect_error', () => status.setState({ status: 'disconnected' }));
    stopComingBack = comeBack(opened, session);
    return opened;
  }

  function listen(
    event: string,
    listener: (payload: unknown) => void,
    subscription: Subscription,
  ): () => void {
    socket ??= open();
    const current = socket;
    current.on(event, listener);
    subscriptions.add(subscription);
    if (current.connected) void announce(current, subscription);
    // Signed out and in again: the old socket has given up.
    else if (!current.active) current.connect();
    return () => {
      current.off(event, listener);
      subscriptions.delete(subscription);
    };
  }

  return {
    status,
    subscribeBuild(buildId, { after, onEvent }) {
      const stop = listen(
        'build.event',
        (payload) => {
          const event = parsePayload(buildEventSchema, payload, 'build.event');
          if (event.buildId === buildId) onEvent(event);
        },
        { message: 'build.subscribe', payload: () => ({ buildId, after: after() }) },
      );
      return () => {
        stop();
        if (socket?.connected) socket.emit('build.unsubscribe', { buildId }, () => undefined);
      };
    },
    subscribeDocuments(projectId, onEvent) {
      return listen(
        'document.event',
        (payload) => {
          const message = parsePayload(serverMessages['document.event'], payload, 'document.event');
          if (message.projectId === projectId) onEvent(message.event);
        },
        { message: 'document.subscribe', payload: () => ({ projectId }) },
      );
    },
    close() {
      stopComingBack?.();
      socket?.disconnect();
      socket = null;
      status.setState({ status: 'idle' });
    },
  };
}
