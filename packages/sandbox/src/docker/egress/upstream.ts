import http from 'node:http';
import net from 'node:net';
import tls from 'node:tls';
import { messageOf } from '@sandsmith/foundation/errors';
import type { Destination } from './destination.ts';
import { portOf } from './registry-hosts.ts';

/** The proxy that this machine itself has to use. */
export interface UpstreamProxy {
  /** `http://[user:password@]host:port`, for https addresses and for http ones. */
  https?: string;
  http?: string;
  /** Hosts reached without it: `host`, `.domain` and `*`, separated by commas. */
  noProxy?: string;
}

const connectTimeoutMs = 15_000;

/** Reads the variables that programs agree on. Of other kinds than http and https nothing is taken. */
export function upstreamProxyOf(variables: Record<string, string>): UpstreamProxy {
  const read = (name: string) => {
    const value = variables[name] || variables['all_proxy'];
    const url = value ? URL.parse(value.includes('://') ? value : `http://${value}`) : null;
    return url && (url.protocol === 'http:' || url.protocol === 'https:') ? url.href : undefined;
  };
  return { http: read('http_proxy'), https: read('https_proxy'), noProxy: variables['no_proxy'] };
}

function isExempt(host: string, noProxy: string | undefined): boolean {
  return (noProxy ?? '').split(/[\s,]+/).some((entry) => {
    const name = entry
      .toLowerCase()
      .replace(/:\d+$/, '')
      .replace(/^\*?\./, '');
    if (entry === '*') return true;
    return name !== '' && (host === name || host.endsWith(`.${name}`));
  });
}

/** The proxy to use for a host; undefined where it is reached directly. */
export function proxyFor(
  host: string,
  scheme: 'http' | 'https',
  upstream: UpstreamProxy | undefined,
): URL | undefined {
  const address = upstream?.[scheme];
  return address && !isExempt(host, upstream?.noProxy) ? new URL(address) : undefined;
}

/** Connects to the proxy above itself. */
export function openProxy(proxy: URL): Promise<net.Socket> {
  const name = proxy.hostname.replace(/^\[|\]$/g, '');
  return open(name, portOf(proxy), { secure: proxy.protocol === 'https:' ? name : undefined });
}

function open(host: string, port: number, { secure }: { secure?: string } = {}): Promise<net.Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<net.Socket>();
  const socket =
    secure === undefined
      ? net.connect({ host, port, allowHalfOpen: true, noDelay: true })
      : tls.connect({ host, port, servername: net.isIP(secure) ? undefined : secure });
  const timer = setTimeout(
    () => socket.destroy(new Error(`no answer within ${connectTimeoutMs / 1000} s`)),
    connectTimeoutMs,
  );
  socket.once(secure === undefined ? 'connect' : 'secureConnect', () => resolve(socket));
  socket.once('error', reject);
  return promise.finally(() => {
    clearTimeout(timer);
    socket.removeListener('error', reject);
  });
}

export function proxyAuthorization(proxy: URL): Record<string, string> {
  if (!proxy.username) return {};
  const credentials = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
}

/** Has the proxy above connect to `authority`. */
async function openThroughProxy(proxy: URL, authority: string): Promise<net.Socket> {
  const connection = await openProxy(proxy);
  const { promise, resolve, reject } = Promise.withResolvers<net.Socket>();
  const request = http.request({
    method: 'CONNECT',
    path: authority,
    headers: { host: authority, ...proxyAuthorization(proxy) },
    createConnection: () => connection,
    timeout: connectTimeoutMs,
  });
  request.once('connect', (response, socket, head) => {
    if (response.statusCode === 200) {
      if (head.length > 0) socket.unshift(head);
      return resolve(connection);
    }
    connection.destroy();
    reject(new Error(`the server's own proxy answered ${response.statusCode}`));
  });
  request.once('timeout', () => connection.destroy(new Error("the server's own proxy did not answer")));
  request.once('error', reject);
  request.end();
  return promise;
}

/** Connects to one of the checked addresses, through the machine's own proxy where it has one. */
export async function connectTo(destination: Destination, proxy: URL | undefined): Promise<net.Socket> {
  const { host, port, addresses } = destination;
  // where the name was checked by what it leads to, the proxy above is told that address and not the name
  const targets = addresses.length > 0 ? addresses : [host];
  let failure: unknown;
  for (const target of targets.slice(0, 4)) {
    const authority = `${net.isIPv6(target) ? `[${target}]` : target}:${port}`;
    try {
      return await (proxy ? openThroughProxy(proxy, authority) : open(target, port));
    } catch (error) {
      failure = error;
    }
  }
  throw new Error(messageOf(failure), { cause: failure });
}
