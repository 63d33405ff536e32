import http from 'node:http';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { messageOf } from '@sandsmith/foundation/errors';
import { isHopByHop } from '@sandsmith/foundation/hop-by-hop-header';
import type { Destination, EgressRefusal } from './destination.ts';
import type { EgressSandbox } from './egress-gate.ts';
import { connectTo, openProxy, proxyAuthorization } from './upstream.ts';

interface Passing {
  destination: Destination;
  /** The machine's own proxy, where the host is behind it. */
  proxy: URL | undefined;
  sandbox: EgressSandbox;
  /** A connection that nothing passes through for so long is closed. */
  idleMs: number;
  /** Answers that it did not work; only before anything else was answered. */
  refuse: (refusal: EgressRefusal) => void;
}

function unreachable(error: unknown): EgressRefusal {
  const remedy = 'Check that this server reaches the address itself, then try again.';
  return { status: 502, reason: `no connection (${messageOf(error)})`, remedy };
}

async function within<T extends Duplex>(opening: Promise<T>, sandbox: EgressSandbox): Promise<T> {
  const upstream = await opening;
  upstream.on('error', () => upstream.destroy());
  if (sandbox.signal.aborted) upstream.destroy();
  return upstream;
}

/** Bytes both ways, each until its side ends; a failure of one ends both. */
async function passBothWays(tunnel: Duplex, upstream: Duplex, { budget }: EgressSandbox): Promise<void> {
  try {
    await Promise.all([
      pipeline(tunnel, budget.meter(), upstream),
      pipeline(upstream, budget.meter(), tunnel),
    ]);
  } catch {
    // either side may go away at any time; whoever is left sees its connection closed
  } finally {
    upstream.destroy();
    tunnel.destroy();
  }
}

/** CONNECT: bytes that only the two ends understand. */
export async function passConnection({
  destination,
  proxy,
  tunnel,
  head,
  sandbox,
  idleMs,
  refuse,
}: Passing & { tunnel: Duplex; head: Buffer }): Promise<void> {
  const connection = await within(connectTo(destination, proxy), sandbox).catch((error: unknown) => {
    refuse(unreachable(error));
  });
  if (!connection) return;
  connection.setTimeout(idleMs, () => connection.destroy());
  if (tunnel.destroyed) return void connection.destroy();
  tunnel.write('HTTP/1.1 200 Connection established\r\n\r\n');
  if (head.length > 0) tunnel.unshift(head);
  await passBothWays(tunnel, connection, sandbox);
}

function forwardedHeaders(raw: string[], host: string): Record<string, string | string[]> {
  // without a prototype: a header may be named like something of it
  const headers: Record<string, string | string[]> = Object.assign(
    Object.create(null),
    host !== '' && { host },
  );
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase();
    const value = raw[index + 1] ?? '';
    if (isHopByHop(name) || name === 'host') continue;
    const earlier = headers[name];
    headers[name] = earlier === undefined ? value : [earlier, value].flat();
  }
  return headers;
}

/** A request for an http address: asked for with a connection of its own, answered as it comes. */
export async function passRequest({
  destination,
  proxy,
  url,
  request,
  response,
  sandbox,
  idleMs,
  refuse,
}: Passing & {
  url: URL;
  request: http.IncomingMessage;
  response: http.ServerResponse;
}): Promise<void> {
  // a proxy above may allow CONNECT to https ports only, so it is asked for the address as it was asked for here
  const opening = proxy ? openProxy(proxy) : connectTo(destination, undefined);
  const connection = await within(opening, sandbox).catch((error: unknown) => {
    refuse(unreachable(error));
  });
  if (!connection) return;
  connection.setTimeout(idleMs, () => connection.destroy());
  response.once('close', () => connection.destroy());
  const [firstAddress] = destination.addresses;
  if (proxy && firstAddress) url.hostname = firstAddress.includes(':') ? `[${firstAddress}]` : firstAddress;
  const headers = forwardedHeaders(request.rawHeaders, hostHeader(destination));
  // Node would send the body of a GET without saying where it ends: a proxy above could take it for a request of its own
  const hasBody = request.method === 'POST';
  if (!hasBody) delete headers['content-length'];
  const outgoing = http.request({
    method: request.method,
    path: proxy ? url.href : `${url.pathname}${url.search}`,
    headers: {
      ...headers,
      ...(proxy && proxyAuthorization(proxy)),
      connection: 'close',
    },
    setHost: false,
    createConnection: () => connection,
    maxHeaderSize: 64 * 1024,
  });
  const answered = Promise.withResolvers<http.IncomingMessage>();
  outgoing.once('response', answered.resolve);
  outgoing.on('error', answered.reject);
  outgoing.once('close', () => answered.reject(new Error('it was closed without an answer')));
  // where the body cannot be handed over whole, the answer tells why or the connection fails
  if (hasBody) pipeline(request, sandbox.budget.meter(), outgoing).catch(() => outgoing.destroy());
  else {
    request.resume();
    outgoing.end();
  }
  try {
    const answer = await answered.promise;
    response.writeHead(answer.statusCode ?? 502, forwardedHeaders(answer.rawHeaders, ''));
    await pipeline(answer, sandbox.budget.meter(), response);
  } catch (error) {
    if (!response.headersSent) refuse(unreachable(error));
    else response.destroy();
  }
}

function hostHeader({ host, port }: Destination): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return port === 80 ? name : `${name}:${port}`;
}
