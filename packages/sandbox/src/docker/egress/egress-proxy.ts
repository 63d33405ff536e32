import http from 'node:http';
import type { Duplex } from 'node:stream';
import { messageOf } from '@sandsmith/foundation/errors';
import type { Logger } from '@sandsmith/foundation/logger';
import type { PackageAccess } from '../package-access.ts';
import { createByteBudget } from './byte-budget.ts';
import { type EgressMode, type EgressRefusal, type Resolve, readAuthority } from './destination.ts';
import { createEgressGate, type EgressGate, type EgressSandbox } from './egress-gate.ts';
import { passConnection, passRequest } from './passing.ts';
import { malformed, refuseRequest, refuseTunnel } from './refusals.ts';
import { createSystemResolver } from './system-resolver.ts';

export interface EgressOptions {
  mode: EgressMode;
  /** Ends the tunnel. All tunnels with the same signal are of one sandbox and share `maxBytes`. */
  signal: AbortSignal;
  /** In both directions together; 2 GiB where left out. */
  maxBytes?: number;
}

/** The only way out of a sandbox. It lives in the server; nothing of it is in reach of the program but its answers. */
export interface EgressProxy {
  /** Speaks the HTTP proxy protocol on a connection that a program has made. Never throws. */
  accept(tunnel: Duplex, options: EgressOptions): void;
}

export interface EgressProxyOptions {
  logger: Logger;
  /** The machine's mirrors and its own proxy; asked again after a few seconds, so that they may change. */
  access: () => Promise<PackageAccess>;
  /** Further registries, as `host` or `host:port`; may be of a private network. */
  extraHosts?: string[];
  resolve?: Resolve;
  /** A connection to the outside that nothing passes through for so long is closed. */
  idleMs?: number;
}

const gibibyte = 1024 ** 3;
const maxHeaderBytes = 32 * 1024;
const requestMethods = new Set(['GET', 'HEAD', 'POST']);

interface Forwarding {
  gate: EgressGate;
  sandbox: EgressSandbox;
  idleMs: number;
}

function nameOf(target: { host: string; port: number } | undefined): string {
  return target ? `${target.host}:${target.port}` : 'that address';
}

async function forwardConnect(
  { gate, sandbox, idleMs }: Forwarding,
  { authority, tunnel, head }: { authority: string; tunnel: Duplex; head: Buffer },
): Promise<void> {
  const target = readAuthority(authority);
  const refuse = (refusal: EgressRefusal) => {
    gate.tell(sandbox, nameOf(target), refusal);
    refuseTunnel(tunnel, nameOf(target), refusal);
  };
  const passage = await gate.ask(sandbox, { target, scheme: 'https' });
  if ('refusal' in passage) return refuse(passage.refusal);
  await passConnection({ ...passage, sandbox, idleMs, refuse, tunnel, head });
}

/** The address of a plain request, which has to be a whole one. */
function readAddress({ method = '', url = '' }: http.IncomingMessage): URL | null {
  return requestMethods.has(method) && /^http:\/\//i.test(url) ? URL.parse(url) : null;
}

async function forwardRequest(
  { gate, sandbox, idleMs }: Forwarding,
  { request, response }: { request: http.IncomingMessage; response: http.ServerResponse },
): Promise<void> {
  const url = readAddress(request);
  const target = url ? readAuthority(`${url.hostname}:${url.port || 80}`) : undefined;
  const refuse = (refusal: EgressRefusal) => {
    gate.tell(sandbox, nameOf(target), refusal);
    refuseRequest(response, nameOf(target), refusal);
  };
  if (!url) return refuse(malformed);
  const passage = await gate.ask(sandbox, { target, scheme: 'http' });
  if ('refusal' in passage) return refuse(passage.refusal);
  await passRequest({ ...passage, sandbox, idleMs, refuse, url, request, response });
}

export function createEgressProxy(options: EgressProxyOptions): EgressProxy {
  const { logger, access, extraHosts, resolve = createSystemResolver(), idleMs = 120_000 } = options;
  const gate = createEgressGate({ logger, access, extraHosts, resolve });
  const sandboxes = new WeakMap<AbortSignal, EgressSandbox>();
  const owners = new WeakMap<Duplex, EgressSandbox>();

  function sandboxOf({ mode, signal, maxBytes = 2 * gibibyte }: EgressOptions): EgressSandbox {
    const known = sandboxes.get(signal);
    if (known) return known;
    const sandbox: EgressSandbox = {
      mode,
      signal,
      budget: createByteBudget(maxBytes),
      refusals: new Set(),
      tunnels: new Set(),
    };
    sandboxes.set(signal, sandbox);
    const endAll = () => {
      for (const tunnel of sandbox.tunnels) tunnel.destroy();
    };
    signal.addEventListener('abort', endAll, { once: true });
    return sandbox;
  }

  function forward(tunnel: Duplex, work: (forwarding: Forwarding) => Promise<void>): void {
    const sandbox = owners.get(tunnel);
    if (!sandbox) return void tunnel.destroy();
    work({ gate, sandbox, idleMs }).catch((error: unknown) => {
      logger.warn({ reason: messageOf(error) }, 'a connection out of a sandbox failed');
      tunnel.destroy();
    });
  }

  // never listens: connections are handed to it
  const server = http.createServer({ maxHeaderSize: maxHeaderBytes });
  server.on('connect', (request, tunnel, head) =>
    forward(tunnel, (forwarding) =>
      forwardConnect(forwarding, { authority: request.url ?? '', tunnel, head }),
    ),
  );
  server.on('request', (request, response) =>
    forward(request.socket, (forwarding) => forwardRequest(forwarding, { request, response })),
  );
  server.on('clientError', (_error, tunnel) => tunnel.destroy());

  return {
    accept(tunnel, egress) {
      tunnel.on('error', () => tunnel.destroy());
      if (egress.signal.aborted) return void tunnel.destroy();
      const sandbox = sandboxOf(egress);
      sandbox.tunnels.add(tunnel);
      tunnel.once('close', () => sandbox.tunnels.delete(tunnel));
      owners.set(tunnel, sandbox);
      server.emit('connection', tunnel);
    },
  };
}
