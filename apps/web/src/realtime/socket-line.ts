import {
  type ClientMessage,
  type SubscribeAck,
  type serverMessages,
  subscribeAckSchema,
} from '@sandsmith/contracts/events/socket';
import { io, type Socket } from 'socket.io-client';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { parsePayload } from '../api/parse-payload.ts';
import type { Session } from '../api/session.ts';

export type ConnectionStatus = 'idle' | 'connecting' | 'connected' | 'disconnected';

export type ServerMessage = keyof typeof serverMessages;

export interface Subscription {
  message: ClientMessage;
  /** Asked anew at each connection. */
  payload: () => object;
  onAnswer?: (answer: SubscribeAck | null) => void;
}

export interface SocketLine {
  status: StoreApi<{ status: ConnectionStatus }>;
  /** Says the subscription's message at each (re)connection. The result ends both. */
  listen(
    listeners: Partial<Record<ServerMessage, (payload: unknown) => void>>,
    subscription: Subscription,
  ): () => void;
  /** Null where no answer came, and while the connection is away. */
  ask(message: ClientMessage, payload: object): Promise<SubscribeAck | null>;
  close(): void;
}

const ackTimeoutMs = 10_000;
const comeBackMs = 2_000;

async function say(target: Socket, message: ClientMessage, payload: object): Promise<SubscribeAck | null> {
  try {
    const answer: unknown = await target.timeout(ackTimeoutMs).emitWithAck(message, payload);
    const ack = parsePayload(subscribeAckSchema, answer, message);
    if (!ack.ok) console.warn('The server refused a message', { message, problem: ack.problem });
    return ack;
  } catch (error) {
    // The polling fallback and the next connection cover what went unanswered.
    console.warn('A message was not answered', { message, error });
    return null;
  }
}

async function announce(target: Socket, { message, payload, onAnswer }: Subscription): Promise<void> {
  const answer = await say(target, message, payload());
  onAnswer?.(answer);
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
export function createSocketLine({ session }: { session: Session }): SocketLine {
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

  return {
    status,
    listen(listeners, subscription) {
      socket ??= open();
      const current = socket;
      for (const [event, listener] of Object.entries(listeners)) current.on(event, listener);
      subscriptions.add(subscription);
      if (current.connected) void announce(current, subscription);
      // Signed out and in again: the old socket has given up.
      else if (!current.active) current.connect();
      return () => {
        for (const [event, listener] of Object.entries(listeners)) current.off(event, listener);
        subscriptions.delete(subscription);
      };
    },
    async ask(message, payload) {
      return socket?.connected ? say(socket, message, payload) : null;
    },
    close() {
      stopComingBack?.();
      socket?.disconnect();
      socket = null;
      status.setState({ status: 'idle' });
    },
  };
}
