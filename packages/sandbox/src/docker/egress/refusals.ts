import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { EgressRefusal } from './destination.ts';

export const malformed: EgressRefusal = {
  status: 400,
  reason: 'the request is not one for a proxy',
  remedy: 'Only CONNECT, and GET, HEAD and POST of http addresses, are understood here.',
};
export const spent: EgressRefusal = {
  status: 403,
  reason: 'this sandbox has moved all the bytes over the network that it may',
  remedy: 'Install less at a time.',
};

function textOf(target: string, { reason, remedy }: EgressRefusal): string {
  return `Sandsmith did not connect to ${target}: ${reason}. ${remedy}\n`;
}

/** What may stand in a status line, where some installers show nothing else. */
function statusLine(target: string, { reason }: EgressRefusal): string {
  return `Refused by the sandbox: ${target}: ${reason}`.replace(/[^\x20-\x7e]/g, '?').slice(0, 300);
}

/** Answers CONNECT with what was refused, why, and what to do. */
export function refuseTunnel(tunnel: Duplex, target: string, refusal: EgressRefusal): void {
  const body = textOf(target, refusal);
  tunnel.end(
    `HTTP/1.1 ${refusal.status} ${statusLine(target, refusal)}\r\nContent-Type: text/plain; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

/** The same for a plain request. */
export function refuseRequest(response: ServerResponse, target: string, refusal: EgressRefusal): void {
  response.req.resume();
  response.writeHead(refusal.status, statusLine(target, refusal), {
    'content-type': 'text/plain; charset=utf-8',
    connection: 'close',
  });
  response.end(textOf(target, refusal));
}
