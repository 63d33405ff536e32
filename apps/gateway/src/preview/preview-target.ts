import type { IncomingMessage } from 'node:http';
import { type PreviewHost, readPreviewHost } from './preview-host.ts';

/** Which part of the server a request is for. */
export type PreviewTarget =
  | { form: 'host'; host: PreviewHost; path: string }
  /** `prefix` is `/preview/<token>/<port>`, `path` what follows it. */
  | { form: 'path'; token: string; port: number; prefix: string; path: string }
  /** An absolute address that a page of the path form asks for: it belongs below its prefix. */
  | { form: 'astray'; location: string };

const pathPattern = /^(\/preview\/([\w.-]{1,2048})\/([1-9]\d{0,4}))(?=[/?]|$)/;

/** undefined: for the product itself. A preview's host is never that, whatever the path. */
export function readPreviewTarget(
  request: Pick<IncomingMessage, 'url' | 'headers'>,
  previewHost: string,
): PreviewTarget | undefined {
  const path = originForm(request.url ?? '/');
  const host = readPreviewHost(request.headers.host, previewHost);
  if (host) return { form: 'host', host, path };
  const [, prefix, token, port] = pathPattern.exec(path) ?? [];
  if (prefix && token && port)
    return { form: 'path', token, port: Number(port), prefix, path: path.slice(prefix.length) };
  const from = prefixOfReferer(request.headers);
  return from === undefined ? undefined : { form: 'astray', location: `${from}${path}` };
}

/** Browsers name the page's address only for what its scripts and styles load, not for what the page itself does. */
function prefixOfReferer({ referer, host }: IncomingMessage['headers']): string | undefined {
  const url = referer === undefined ? null : URL.parse(referer);
  return url?.host === host ? pathPattern.exec(url?.pathname ?? '')?.[1] : undefined;
}

/** A request may name its whole address, as one to a proxy does. */
function originForm(url: string): string {
  if (url.startsWith('/')) return url;
  const absolute = URL.parse(url);
  return absolute ? absolute.pathname + absolute.search : '/';
}
