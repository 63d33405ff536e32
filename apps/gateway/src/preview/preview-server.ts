import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Duplex, pipeline } from 'node:stream';
import { isSandsmithError } from '@sandsmith/foundation/errors';
import type { Logger } from '@sandsmith/foundation/logger';
import { type Forwarding, forwardRequest } from './forward-request.ts';
import { forwardUpgrade } from './forward-upgrade.ts';
import { answerPreflight, isFromInterface, pathAnswerHeaders, rewriteLocation } from './path-form.ts';
import { asksForPage, isAdaptable, sendAdapted } from './path-page.ts';
import { type PreviewCookies, takeEnterToken } from './preview-cookie.ts';
import type { AdmittedPreview, PreviewGate } from './preview-gate.ts';
import { type HeaderPair, requestHeaders, responseHeaders } from './preview-headers.ts';
import { readPreviewHost } from './preview-host.ts';
import {
  brokenAnswer,
  notListening,
  type PreviewAnswer,
  previewAnswer,
  sendPreviewAnswer,
  tokenInvalid,
} from './preview-pages.ts';
import { type PreviewTarget, readPreviewTarget } from './preview-target.ts';
import type { SessionAgents } from './session-agents.ts';

export interface PreviewServer {
  /** Takes what is for a preview; false for what is for the product. */
  handle(request: IncomingMessage, response: ServerResponse, options: { expectsContinue: boolean }): boolean;
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
}

export interface PreviewServerOptions {
  previewHost: string;
  gate: PreviewGate;
  cookies: PreviewCookies;
  agents: SessionAgents;
  /** Whether the browser came over HTTPS, to this server or to the proxy before it. */
  isSecure: (request: IncomingMessage) => boolean;
  /** Who may show previews in a frame besides the interface that asked for one. */
  frameOrigins: () => string[];
  logger: Logger;
}

/** A request that may go to the program. */
interface Passage {
  admitted: AdmittedPreview;
  port: number;
  path: string;
  /** In the path form. */
  prefix?: string;
}

/** The newest port stands for the session where its host names none. */
const noPort = 0;

/** Previews: on hosts of their own, or below `/preview/` where browsers cannot reach those. */
export function createPreviewServer(options: PreviewServerOptions): PreviewServer {
  const { previewHost, logger } = options;
  const broken = (error: unknown) => {
    logger.error({ err: error }, 'preview failed');
    return brokenAnswer(noPort, error);
  };
  return {
    handle(request, response, { expectsContinue }) {
      const target = readPreviewTarget(request, previewHost);
      if (!target) return false;
      answerRequest({ request, response, target, expectsContinue }, options).catch((error: unknown) =>
        sendPreviewAnswer(response, previewAnswer(request, broken(error))),
      );
      return true;
    },
    handleUpgrade(request, socket, head) {
      const target = readPreviewTarget(request, previewHost);
      if (!target) return false;
      answerUpgrade({ request, socket, head, target }, options).catch((error: unknown) => {
        refuseUpgrade(socket, previewAnswer(request, broken(error)));
      });
      return true;
    },
  };
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  target: PreviewTarget;
  expectsContinue: boolean;
}

async function answerRequest(exchange: Exchange, options: PreviewServerOptions): Promise<void> {
  const { request, response, target, expectsContinue } = exchange;
  if (target.form === 'astray') {
    redirect(response, 307, target.location);
    return;
  }
  if (target.form === 'path') {
    if (answerPreflight(request, response)) return;
    if (!target.path.startsWith('/')) {
      redirect(response, 308, `${target.prefix}/${target.path}`);
      return;
    }
  } else if (await enter(exchange, target, options)) return;
  const passage = await findPassage(request, target, options);
  if (!passage) {
    sendPreviewAnswer(response, previewAnswer(request, tokenInvalid()));
    return;
  }
  // gone while its right was looked up: its end has been told already
  if (response.destroyed) return;
  const release = options.gate.hold(passage.admitted, () => response.destroy());
  response.once('close', release);
  forwardRequest({
    ...forwardingOf(request, passage, options),
    ...{ request, response, expectsContinue },
    answer: (answer) => sendAnswer(answer, { request, response, passage, options }),
    fail: (error) => sendPreviewAnswer(response, failureAnswer(error, { request, passage, options })),
    onActivity: passage.admitted.session.touch,
  });
}

/** Turns the token of an address into a cookie, and leads to the address without it. True where that was all. */
async function enter(
  { request, response }: Exchange,
  target: PreviewTarget & { form: 'host' },
  { gate, cookies, isSecure }: PreviewServerOptions,
): Promise<boolean> {
  const { token, rest } = takeEnterToken(target.path);
  if (token === undefined || target.host.kind !== 'session') return false;
  const { sessionId, port } = target.host;
  const wanted = { sessionId, port: port ?? newestPort(gate, sessionId) };
  const admitted = await gate.admit(token, { ...wanted, kind: 'enter' });
  if (admitted) cookies.set(response, admitted, { isSecure: isSecure(request) });
  // An address that is opened again after its time still works where its cookie is.
  else if (!(await cookies.admit(request, wanted))) return false;
  redirect(response, 303, `/${rest.replace(/^[/\\]+/, '')}`);
  return true;
}

/** Who asks, for what; undefined where they may not, for whatever reason. */
async function findPassage(
  request: IncomingMessage,
  target: Exclude<PreviewTarget, { form: 'astray' }>,
  { gate, cookies }: PreviewServerOptions,
): Promise<Passage | undefined> {
  if (target.form === 'path') {
    const { token, port, path, prefix } = target;
    if (isFromInterface(request)) return undefined;
    const admitted = await gate.admit(token, { kind: 'path', port });
    return admitted && { admitted, port, path, prefix };
  }
  if (target.host.kind === 'unknown') return undefined;
  const { sessionId } = target.host;
  const port = target.host.port ?? newestPort(gate, sessionId);
  const admitted = await cookies.admit(request, { sessionId, port });
  return admitted && { admitted, port, path: takeEnterToken(target.path).rest };
}

function newestPort(gate: PreviewGate, sessionId: string): number {
  return gate.newestPort(sessionId) ?? noPort;
}

function forwardingOf(
  request: IncomingMessage,
  { admitted, port, path, prefix }: Passage,
  { agents, isSecure }: PreviewServerOptions,
): Forwarding {
  const publicHost = request.headers.host ?? '';
  const localHost = `localhost:${port}`;
  const headers = requestHeaders(request.rawHeaders, {
    ...{ publicHost, prefix },
    // On a host of its own the program sees that host: it compares it with the Origin. The path form has none to show.
    host: prefix === undefined ? publicHost : localHost,
    clientAddress: request.socket.remoteAddress,
    isSecure: isSecure(request),
  });
  return {
    ...{ port, path },
    headers: prefix === undefined ? headers : headers.map((pair) => asLocal(pair, localHost)),
    agent: agents(admitted.sandbox),
  };
}

/** The sandboxed page has no origin to name, and its HTML is read here: it must come as it is. */
function asLocal([name, value]: HeaderPair, localHost: string): HeaderPair {
  const key = name.toLowerCase();
  if (key === 'origin' && value === 'null') return [name, `http://${localHost}`];
  return key === 'accept-encoding' ? [name, 'identity'] : [name, value];
}

function sendAnswer(
  answer: IncomingMessage,
  context: {
    request: IncomingMessage;
    response: ServerResponse;
    passage: Passage;
    options: PreviewServerOptions;
  },
): void {
  const { request, response, passage } = context;
  // The browser has left meanwhile: nothing can be passed on to it any more.
  if (response.destroyed) {
    answer.destroy();
    return;
  }
  const { prefix, admitted } = passage;
  const isAdapted = prefix !== undefined && asksForPage(request) && isAdaptable(answer);
  const headers = answerHeaders(answer.rawHeaders, context).filter(
    ([name]) => !(isAdapted && name.toLowerCase() === 'content-length'),
  );
  response.sendDate = false;
  response.writeHead(answer.statusCode ?? 502, answer.statusMessage, headers.flat());
  answer.on('data', admitted.session.touch);
  if (isAdapted) {
    sendAdapted(answer, { response, prefix }).catch(() => response.destroy());
    return;
  }
  response.flushHeaders();
  pipeline(answer, response, () => undefined);
}

function answerHeaders(
  raw: readonly string[],
  {
    request,
    passage,
    options,
  }: { request: IncomingMessage; passage: Passage; options: PreviewServerOptions },
): HeaderPair[] {
  const { prefix, port, admitted } = passage;
  const headers = responseHeaders(raw, { isPath: prefix !== undefined });
  if (prefix === undefined) {
    const origins = new Set(["'self'", ...options.frameOrigins(), admitted.claims.frameOrigin ?? '']);
    return [...headers, ['Content-Security-Policy', `frame-ancestors ${[...origins].join(' ').trim()}`]];
  }
  const hosts = [request.headers.host ?? '', `localhost:${port}`, `127.0.0.1:${port}`, `0.0.0.0:${port}`];
  return pathAnswerHeaders(headers.map((pair) => rewriteLocation(pair, { prefix, hosts })));
}

function failureAnswer(
  error: unknown,
  {
    request,
    passage,
    options,
  }: { request: IncomingMessage; passage: Passage; options: PreviewServerOptions },
): PreviewAnswer {
  const { port } = passage;
  if (isSandsmithError(error, 'preview.not-listening'))
    return previewAnswer(request, notListening(port), { doesRefresh: request.method === 'GET' });
  if (isSandsmithError(error, 'session.ended')) return previewAnswer(request, tokenInvalid());
  options.logger.debug({ err: error, port }, 'program did not answer its preview');
  return previewAnswer(request, brokenAnswer(port, error));
}

interface UpgradeExchange {
  request: IncomingMessage;
  socket: Duplex;
  head: Buffer;
  target: PreviewTarget;
}

async function answerUpgrade(exchange: UpgradeExchange, options: PreviewServerOptions): Promise<void> {
  const { request, socket, head, target } = exchange;
  // Nothing listens for its faults before it is passed on.
  socket.on('error', () => socket.destroy());
  const isRefused = target.form === 'astray' || !isOwnOrigin(request, target, options.previewHost);
  const passage = isRefused ? undefined : await findPassage(request, target, options);
  if (!passage) {
    refuseUpgrade(socket, previewAnswer(request, tokenInvalid()));
    return;
  }
  if (socket.destroyed) return;
  const release = options.gate.hold(passage.admitted, () => socket.destroy());
  socket.once('close', release);
  forwardUpgrade({
    ...forwardingOf(request, passage, options),
    ...{ request, socket, head },
    responseHeaders: (raw) => responseHeaders(raw, { isPath: passage.prefix !== undefined }),
    fail: (error) => refuseUpgrade(socket, failureAnswer(error, { request, passage, options })),
    onActivity: passage.admitted.session.touch,
  });
}

/** A WebSocket is under no same-origin rule: only pages of the same session may open one with its cookie. */
function isOwnOrigin(
  { headers: { origin } }: IncomingMessage,
  target: Exclude<PreviewTarget, { form: 'astray' }>,
  previewHost: string,
): boolean {
  if (origin === undefined) return true;
  if (target.form === 'path') return origin === 'null';
  const from = readPreviewHost(URL.parse(origin)?.host, previewHost);
  return (
    from?.kind === 'session' && target.host.kind === 'session' && from.sessionId === target.host.sessionId
  );
}

function refuseUpgrade(socket: Duplex, { status, headers, body }: PreviewAnswer): void {
  const all = { ...headers, 'Content-Length': Buffer.byteLength(body), Connection: 'close' };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${status} Refused\r\n${lines.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

function redirect(response: ServerResponse, status: number, location: string): void {
  response.writeHead(status, {
    Location: location,
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    // For what a sandboxed page asks for; the address it is led to decides who may.
    'Access-Control-Allow-Origin': '*',
    'Content-Length': '0',
  });
  response.end();
}
