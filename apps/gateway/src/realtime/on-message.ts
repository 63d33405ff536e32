import { type ClientMessage, clientMessages } from '@sandsmith/contracts/events/socket';
import { newId } from '@sandsmith/foundation/ids';
import type { Logger } from '@sandsmith/foundation/logger';
import type { z } from 'zod';
import { parseInput } from '../http/parse-input.ts';
import { toProblem } from '../http/to-problem.ts';
import type { MessageLine } from './message-line.ts';
import type { Acknowledge, MessageHandler, RealtimeSocket } from './socket-types.ts';

/** Parses a message by its schema, does what it asks, and acknowledges with the result or the problem. */
export function onMessage<T extends ClientMessage>(
  socket: RealtimeSocket,
  { type, handler, line, logger }: { type: T; handler: MessageHandler<T>; line: MessageLine; logger: Logger },
): void {
  const listener = async (payload: unknown, last: unknown) => {
    const acknowledge: Acknowledge = typeof last === 'function' ? (last as Acknowledge) : () => undefined;
    const requestId = newId();
    try {
      // TypeScript does not carry the parameter through the table of schemas.
      const message = parseInput(clientMessages[type], payload, `message ${type}`) as z.output<
        (typeof clientMessages)[T]
      >;
      const answer = await line.run(() => handler({ message, socket }));
      acknowledge({ ok: true, ...answer });
    } catch (error) {
      const problem = toProblem(error, requestId);
      if (problem.status >= 500) logger.error({ err: error, requestId, type }, 'socket message failed');
      acknowledge({ ok: false, problem });
    }
  };
  // Socket.IO's types cannot follow a generic event name; every client event has these two arguments.
  (socket.on as (event: string, listener: (payload: unknown, last: unknown) => void) => void).call(
    socket,
    type,
    (payload, last) => void listener(payload, last),
  );
}
