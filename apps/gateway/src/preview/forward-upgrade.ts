import { type IncomingMessage, request as startRequest } from 'node:http';
import { type Duplex, pipeline } from 'node:stream';
import type { Forwarding } from './forward-request.ts';
import type { HeaderPair } from './preview-headers.ts';

/** Passes a WebSocket on: once both sides have agreed, their bytes go back and forth unread. */
export function forwardUpgrade(
  options: Forwarding & {
    request: IncomingMessage;
    socket: Duplex;
    head: Buffer;
    responseHeaders: (raw: readonly string[]) => HeaderPair[];
    fail: (error: unknown) => void;
    onActivity: () => void;
  },
): void {
  const { request, socket, head, port, path, agent, headers, fail, onActivity } = options;
  const protocol = request.headers.upgrade ?? 'websocket';
  const upgrade: HeaderPair[] = [
    ['Connection', 'Upgrade'],
    ['Upgrade', protocol],
  ];
  const upstream = startRequest({
    ...{ port, path, agent },
    method: request.method,
    headers: [...headers, ...upgrade].flat(),
  });
  let isAnswered = false;
  socket.on('error', () => socket.destroy());
  socket.once('close', () => upstream.destroy());
  upstream.on('error', (error) => {
    if (isAnswered) socket.destroy();
    else fail(error);
  });
  upstream.on('upgrade', (answer, tunnel, first) => {
    isAnswered = true;
    // The browser has left meanwhile: nothing can be passed on to it any more.
    if (socket.destroyed) {
      tunnel.destroy();
      return;
    }
    onActivity();
    socket.write(headOf(answer, [...options.responseHeaders(answer.rawHeaders), ...upgrade]));
    socket.on('data', onActivity);
    tunnel.on('data', onActivity);
    if (first.length > 0) socket.write(first);
    if (head.length > 0) tunnel.write(head);
    join(socket, tunnel);
  });
  // Refused: the program's answer, and the end.
  upstream.on('response', (answer) => {
    isAnswered = true;
    if (socket.destroyed) {
      answer.destroy();
      return;
    }
    const close: HeaderPair = ['Connection', 'close'];
    socket.write(headOf(answer, [...options.responseHeaders(answer.rawHeaders), close]));
    pipeline(answer, socket, () => socket.destroy());
  });
  upstream.end();
}

/** Passes bytes on in both directions. Each half ends by itself; a fault of one ends both. */
function join(first: Duplex, second: Duplex): void {
  const cut = (error: unknown) => {
    if (!error) return;
    second.destroy();
    first.destroy();
  };
  pipeline(first, second, cut);
  pipeline(second, first, cut);
}

function headOf({ statusCode, statusMessage }: IncomingMessage, headers: HeaderPair[]): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  return `HTTP/1.1 ${statusCode} ${statusMessage ?? ''}\r\n${lines.join('\r\n')}\r\n\r\n`;
}
