import type { Preview } from '@sandsmith/contracts/http/sessions';

/** origin: the program has an origin of its own. path: it shares the server's, and is kept apart by the sandbox. */
export type PreviewForm = 'origin' | 'path';

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?|.+\.localhost)$/;

/**
 * Names below `localhost` lead to the machine that the browser is on: they serve where that is the server's machine.
 * Any other preview name was set up by an administrator, for everybody.
 */
export function previewForm(preview: Preview, page: { hostname: string; protocol: string }): PreviewForm {
  const { hostname, protocol } = new URL(preview.url);
  if (loopback.test(hostname)) return loopback.test(page.hostname) ? 'origin' : 'path';
  // A page that came by TLS may not frame one that did not.
  return page.protocol === 'https:' && protocol === 'http:' ? 'path' : 'origin';
}

/** The address for the frame and for a tab of its own, absolute. */
export function previewUrl(preview: Preview, form: PreviewForm, origin: string): string {
  return new URL(form === 'origin' ? preview.url : preview.pathUrl, origin).href;
}

/**
 * Same-origin is given only where the origin is foreign to this page: on the server's own it would hand the program
 * the person's sign-in.
 */
export function frameSandbox(form: PreviewForm): string {
  const both = 'allow-scripts allow-forms allow-modals allow-popups allow-downloads allow-pointer-lock';
  return form === 'origin' ? `${both} allow-same-origin allow-popups-to-escape-sandbox` : both;
}

/** What a person types after the port: `admin`, `/admin?x=1` or a whole address of the program. */
export function pathOf(text: string): string {
  const typed = text.trim();
  const whole = /^https?:\/\//i.test(typed) && URL.canParse(typed) ? new URL(typed) : null;
  const path = whole ? `${whole.pathname}${whole.search}${whole.hash}` : typed;
  // A second slash would begin another host's name.
  return `/${path.replace(/^[/\\]+/, '')}`;
}

export interface LocalLink {
  port: number;
  path: string;
}

/** `http://localhost:5173/x`, as servers print it, is a port of the session and not of the reader's machine. */
export function localLink(address: string): LocalLink | null {
  if (!URL.canParse(address)) return null;
  const { protocol, hostname, port, pathname, search, hash } = new URL(address);
  const isLocal = loopback.test(hostname) || hostname === '0.0.0.0' || hostname === '[::]';
  if (!isLocal || (protocol !== 'http:' && protocol !== 'https:')) return null;
  return {
    port: port ? Number(port) : protocol === 'https:' ? 443 : 80,
    path: `${pathname}${search}${hash}`,
  };
}
