import type { Principal } from '@sandsmith/auth/principal';
import type {
  ClientMessage,
  clientMessages,
  SubscribeAck,
  serverMessages,
} from '@sandsmith/contracts/events/socket';
import type { Server, Socket } from 'socket.io';
import type { z } from 'zod';

type Acknowledge = (answer: SubscribeAck) => void;

export type ClientEvents = Record<ClientMessage, (message: unknown, acknowledge?: unknown) => void>;
export type ServerEvents = {
  [T in keyof typeof serverMessages]: (message: z.input<(typeof serverMessages)[T]>) => void;
};
export interface SocketData {
  principal: Principal;
  /** What ends with the connection, by what it is of: `build:<id>`. */
  subscriptions: Map<string, () => void>;
}

type NoEvents = Record<string, never>;
export type RealtimeServer = Server<ClientEvents, ServerEvents, NoEvents, SocketData>;
export type RealtimeSocket = Socket<ClientEvents, ServerEvents, NoEvents, SocketData>;

/** What a message asks for, once it is parsed. Its answer goes into the acknowledgement. */
export type MessageHandler<T extends ClientMessage> = (input: {
  message: z.output<(typeof clientMessages)[T]>;
  socket: RealtimeSocket;
}) => Promise<{ lastSequence?: number; terminalId?: string } | undefined>;

export type { Acknowledge };
