import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { PreviewServer } from './preview-server.ts';

type Listener = (...args: unknown[]) => void;

/**
 * Puts previews in front of everything that listens to the server by now: a preview's host has no interface, no socket
 * and no page of the product, whatever its path.
 */
export function installPreviews(server: Server, previews: PreviewServer): void {
  const pass = (event: string) => {
    const listeners = server.listeners(event) as Listener[];
    server.removeAllListeners(event);
    return (...args: unknown[]) => {
      for (const listener of listeners) listener.apply(server, args);
    };
  };
  const passRequest = pass('request');
  const passContinue = pass('checkContinue');
  const passUpgrade = pass('upgrade');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!previews.handle(request, response, { expectsContinue: false })) passRequest(request, response);
  });
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (!previews.handle(request, response, { expectsContinue: true })) passContinue(request, response);
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!previews.handleUpgrade(request, socket, head)) passUpgrade(request, socket, head);
  });
}
