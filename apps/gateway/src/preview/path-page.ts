import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * What a page is told in the path form before anything of its own: it believes to stand at the root of its host. Scripts
 * get an import map, and what opens connections is led below the prefix. Nothing here protects anything.
 */
function preludeOf(prefix: string, hasImportMap: boolean): string {
  const map = { imports: { '/': `${prefix}/`, [`${prefix}/`]: `${prefix}/` } };
  const importMap = hasImportMap ? '' : `<script type="importmap">${JSON.stringify(map)}</script>`;
  return `${importMap}<script>(${adaptPage.toString()})(${JSON.stringify(prefix)})</script>`;
}

type Constructor = new (...args: unknown[]) => object;

/** What of a browser's globals is used below; they are none of the server's types. */
interface BrowserPage {
  location: { host: string };
  document: { baseURI: string };
  URL: typeof URL;
  Request: new (address: unknown, init: unknown) => { url: string };
  fetch: (input: unknown, init: unknown) => unknown;
  XMLHttpRequest: { prototype: { open: (...args: unknown[]) => void } };
}

/** Runs in the browser: written as text into the page, so it may use nothing from around it. */
function adaptPage(prefix: string): void {
  const page = globalThis as unknown as BrowserPage;
  const constructors = globalThis as unknown as Record<string, Constructor | undefined>;
  const lead = (address: unknown) => {
    const url = page.URL.parse?.(String(address), page.document.baseURI);
    if (!url || url.host !== page.location.host) return address;
    if (url.pathname === prefix || url.pathname.startsWith(`${prefix}/`)) return address;
    url.pathname = prefix + url.pathname;
    return url.href;
  };
  for (const name of ['WebSocket', 'EventSource', 'Worker', 'SharedWorker']) {
    const Own = constructors[name];
    if (!Own) continue;
    constructors[name] = class extends Own {
      constructor(...args: unknown[]) {
        super(lead(args[0]), ...args.slice(1));
      }
    };
  }
  const { fetch, Request, XMLHttpRequest } = page;
  page.fetch = (input, init) =>
    fetch(input instanceof Request ? new Request(lead(input.url), input) : lead(input), init);
  const { open } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (method, address, ...rest) {
    // Without a third argument it is asynchronous; with one that is undefined it is not.
    open.call(this, method, lead(address), ...(rest.length === 0 ? [true] : rest));
  };
}

const rootAttribute = /(<[a-z][^<>]*?\s(?:src|href|action|poster|formaction)\s*=\s*["']?)\/(?!\/)/gi;

// as above: looked for up to the next tag only, or a page of nothing but beginnings of tags would hold up the server
const importMapTag = /<script[^<>]+type\s*=\s*["']?importmap/i;

/** Leads what the page asks for from the root of its host below the prefix. */
export function adaptHtml(html: string, prefix: string): string {
  const led = html.replace(rootAttribute, (whole, start: string, offset: number) =>
    html.startsWith(`${prefix}/`, offset + start.length) ? whole : `${start}${prefix}/`,
  );
  const prelude = preludeOf(prefix, importMapTag.test(html));
  // Before any script; a page without a head is one whose head is implied.
  const place = /<head[^>]*>|<html[^>]*>|<!doctype[^>]*>/gi;
  let at = 0;
  for (const match of led.slice(0, 4_096).matchAll(place)) at = match.index + match[0].length;
  return led.slice(0, at) + prelude + led.slice(at);
}

const maxHtmlBytes = 8 * 1024 * 1024;

/** Whether a browser opens it as a page; what scripts fetch is theirs, byte for byte. */
export function asksForPage({ headers, method }: IncomingMessage): boolean {
  if (method === 'HEAD') return false;
  // Browsers leave this out where the server is reached over plain HTTP from another machine.
  const destination = headers['sec-fetch-dest'];
  if (destination === undefined) return (headers.accept ?? '').trimStart().startsWith('text/html');
  return destination === 'document' || destination === 'iframe' || destination === 'frame';
}

/** Whether an answer is a page to be adapted, and not one of the kinds that must go through as they are. */
export function isAdaptable({ headers, statusCode = 200 }: IncomingMessage): boolean {
  const type = (headers['content-type'] ?? '').toLowerCase();
  const isWhole = statusCode !== 206 && statusCode !== 304 && statusCode !== 204;
  return (
    /^text\/html\b/.test(type) && !/charset=(?!"?utf-8)/.test(type) && !headers['content-encoding'] && isWhole
  );
}

/** Sends a page adapted; one that is too large for that goes through as it is. */
export async function sendAdapted(
  answer: IncomingMessage,
  { response, prefix }: { response: ServerResponse; prefix: string },
): Promise<void> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maxHtmlBytes) chunks.push(chunk);
    else if (chunks.length > 0) response.write(Buffer.concat([...chunks.splice(0), chunk]));
    else if (!response.write(chunk))
      await new Promise((resolve) => response.once('drain', resolve).once('close', resolve));
  }
  const rest = Buffer.concat(chunks);
  response.end(bytes > maxHtmlBytes || rest.length === 0 ? rest : adaptHtml(rest.toString('utf8'), prefix));
}
