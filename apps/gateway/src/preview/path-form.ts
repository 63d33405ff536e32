import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HeaderPair } from './preview-headers.ts';

/**
 * A preview below the product's own address must not act as its user: the browser gives the page an origin of its own,
 * for `allow-same-origin` is missing. Such a page may read its own files only where everyone may: they are known by a
 * token that nobody can guess.
 */
const ownHeaders: HeaderPair[] = [
  [
    'Content-Security-Policy',
    "sandbox allow-scripts allow-forms allow-popups allow-modals allow-downloads; frame-ancestors 'self'",
  ],
  ['Access-Control-Allow-Origin', '*'],
  ['Referrer-Policy', 'same-origin'],
];

/** What every answer in the path form says, after what is left of the program's own headers. */
export function pathAnswerHeaders(headers: HeaderPair[]): HeaderPair[] {
  return [...headers, ...ownHeaders];
}

/** A redirect within the program stays below the prefix. */
export function rewriteLocation(
  [name, value]: HeaderPair,
  { prefix, hosts }: { prefix: string; hosts: string[] },
): HeaderPair {
  if (name.toLowerCase() !== 'location') return [name, value];
  if (/^\/(?![/\\])/.test(value)) return [name, prefix + value];
  const url = URL.parse(value);
  if (!url || !hosts.includes(url.host)) return [name, value];
  return [name, `${prefix}${url.pathname}${url.search}${url.hash}`];
}

/**
 * The interface itself opens previews in a tab or a frame and has no other use for them: as a script or a style of its
 * own page, a program's file would run with the interface's rights.
 */
export function isFromInterface({ headers }: IncomingMessage): boolean {
  const destination = headers['sec-fetch-dest'];
  const isPage = destination === 'document' || destination === 'iframe';
  return headers['sec-fetch-site'] === 'same-origin' && !isPage;
}

/** Browsers ask before a page of another origin, as this one is, sends more than a form could. */
export function answerPreflight(request: IncomingMessage, response: ServerResponse): boolean {
  if (request.method !== 'OPTIONS' || !request.headers['access-control-request-method']) return false;
  response.writeHead(204, {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': request.headers['access-control-request-method'],
    'Access-Control-Allow-Headers': request.headers['access-control-request-headers'] ?? '*',
    'Access-Control-Max-Age': '600',
  });
  response.end();
  return true;
}
