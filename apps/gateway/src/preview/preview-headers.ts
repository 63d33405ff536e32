import { isTokenOfOurs } from '@sandsmith/auth/own-tokens';
import { isHopByHop } from '@sandsmith/foundation/hop-by-hop-header';

/** Cookies of the product begin so; programs neither see nor set them. */
const ownCookiePattern = /^(__host-|__secure-)?sandsmith/i;

/** What the first server says of the way, and nobody before it. */
const saidByUs = /^(forwarded|x-forwarded-.*|x-real-ip)$/;
/** They would hold for more than the one preview, or keep the interface from showing it. */
const neverAnswered = new Set([
  'x-frame-options',
  'strict-transport-security',
  'alt-svc',
  'clear-site-data',
  'public-key-pins',
]);
/** In the path form the origin is the interface's own: nothing may be said about that. */
const neverAnsweredInPath = new Set([
  'set-cookie',
  'www-authenticate',
  'authentication-info',
  'referrer-policy',
  'cross-origin-opener-policy',
  'cross-origin-embedder-policy',
  'cross-origin-resource-policy',
  'origin-agent-cluster',
  'service-worker-allowed',
  'report-to',
  'reporting-endpoints',
  'nel',
  'accept-ch',
  'access-control-allow-origin',
  'access-control-allow-credentials',
]);

export type HeaderPair = [name: string, value: string];

/** Node gives raw headers as a flat list: a name, its value, the next name. */
function toPairs(raw: readonly string[]): HeaderPair[] {
  return Array.from({ length: raw.length / 2 }, (_, index) => [
    raw[2 * index] ?? '',
    raw[2 * index + 1] ?? '',
  ]);
}

export interface ForwardFacts {
  /** Absent in the path form, where the program is told that it is on localhost. */
  host: string;
  clientAddress: string | undefined;
  isSecure: boolean;
  /** The Host that the browser sent. */
  publicHost: string;
  /** The path form's prefix. */
  prefix?: string;
}

/** What of a request reaches the program: all but hop-by-hop headers and what proves the user to this server. */
export function requestHeaders(raw: readonly string[], facts: ForwardFacts): HeaderPair[] {
  const pairs = toPairs(raw);
  const dropped = connectionOptions(pairs);
  const kept = pairs.flatMap(([name, value]): HeaderPair[] => {
    const key = name.toLowerCase();
    if (isHopByHop(key) || dropped.has(key) || saidByUs.test(key) || key === 'host') return [];
    if (key === 'authorization' && isTokenOfOurs(value)) return [];
    if (key !== 'cookie') return [[name, value]];
    const cookies = facts.prefix === undefined ? withoutOwnCookies(value) : '';
    return cookies === '' ? [] : [[name, cookies]];
  });
  const said: (HeaderPair | undefined)[] = [
    ['Host', facts.host],
    facts.clientAddress === undefined ? undefined : ['X-Forwarded-For', facts.clientAddress],
    ['X-Forwarded-Proto', facts.isSecure ? 'https' : 'http'],
    ['X-Forwarded-Host', facts.publicHost],
    facts.prefix === undefined ? undefined : ['X-Forwarded-Prefix', facts.prefix],
  ];
  return [...said.filter((pair) => pair !== undefined), ...kept];
}

/** What of the program's answer reaches the browser, without what it may not say. */
export function responseHeaders(raw: readonly string[], { isPath }: { isPath: boolean }): HeaderPair[] {
  const pairs = toPairs(raw);
  const dropped = connectionOptions(pairs);
  return pairs.flatMap(([name, value]): HeaderPair[] => {
    const key = name.toLowerCase();
    if (isHopByHop(key) || dropped.has(key) || neverAnswered.has(key)) return [];
    if (isPath && neverAnsweredInPath.has(key)) return [];
    if (key === 'set-cookie') return ownCookiePattern.test(value.trim()) ? [] : [[name, hostOnly(value)]];
    if (!key.startsWith('content-security-policy')) return [[name, value]];
    const policy = withoutFrameAncestors(value);
    return policy === '' ? [] : [[name, policy]];
  });
}

export function cookieValues(header: string | undefined, name: string): string[] {
  return splitCookies(header ?? '').flatMap((cookie) =>
    cookie.startsWith(`${name}=`) ? [cookie.slice(name.length + 1)] : [],
  );
}

function connectionOptions(pairs: HeaderPair[]): Set<string> {
  const values = pairs.filter(([name]) => name.toLowerCase() === 'connection').map(([, value]) => value);
  return new Set(values.flatMap((value) => value.split(',').map((option) => option.trim().toLowerCase())));
}

function splitCookies(header: string): string[] {
  return header
    .split(';')
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie !== '');
}

function withoutOwnCookies(header: string): string {
  return splitCookies(header)
    .filter((cookie) => !ownCookiePattern.test(cookie))
    .join('; ');
}

/** A cookie for a wider domain would reach other previews, and perhaps the product. */
function hostOnly(cookie: string): string {
  return cookie
    .split(';')
    .filter((part, index) => index === 0 || !/^\s*domain\s*=/i.test(part))
    .join(';');
}

/** A header may hold several policies. Who may frame the page is for us to say. */
function withoutFrameAncestors(value: string): string {
  return value
    .split(',')
    .map((policy) =>
      policy
        .split(';')
        .filter((directive) => !/^\s*frame-ancestors(\s|$)/i.test(directive))
        .join(';')
        .trim(),
    )
    .filter((policy) => policy !== '')
    .join(', ');
}
