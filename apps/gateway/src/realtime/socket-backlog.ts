import type { RealtimeSocket } from './socket-types.ts';

export interface SocketBacklog {
  /** So many bytes were just given to the connection. */
  sent(bytes: number): void;
  /** How much of it has, as far as this server knows, not left yet. */
  bytes(): number;
  /** Counts no more; the end of the connection does that too. */
  end(): void;
}

/**
 * Socket.IO does not tell how much waits. Its transport takes a batch, and is writable again once the batch has left;
 * what is sent meanwhile waits for the next. So all of it has left whenever the transport is writable and nothing waits.
 */
export function createSocketBacklog(socket: RealtimeSocket): SocketBacklog {
  let waiting = 0;
  let leaving = 0;
  // Said when a batch is handed over: the one before it has left by then.
  const onDrain = () => {
    leaving = waiting;
    waiting = 0;
  };
  const { conn } = socket;
  conn.on('drain', onDrain);
  const end = () => {
    conn.off('drain', onDrain);
    socket.off('disconnect', end);
  };
  socket.once('disconnect', end);
  return {
    end,
    sent(bytes) {
      waiting += bytes;
    },
    bytes() {
      if (conn.transport.writable) leaving = 0;
      return waiting + leaving;
    },
  };
}
