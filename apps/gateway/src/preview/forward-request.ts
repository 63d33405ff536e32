import {
  type Agent,
  type ClientRequest,
  type IncomingMessage,
  type ServerResponse,
  request as startRequest,
} from 'node:http';
import { pipeline } from 'node:stream';
import { isSandsmithError } from '@sandsmith/foundation/errors';
import type { HeaderPair } from './preview-headers.ts';

export interface Forwarding {
  port: number;
  path: string;
  headers: HeaderPair[];
  agent: Agent;
}

export interface ForwardOptions extends Forwarding {
  request: IncomingMessage;
  response: ServerResponse;
  /** The client waits to be told before it sends the body. */
  expectsContinue: boolean;
  /** Sends the program's answer on. */
  answer: (upstream: IncomingMessage) => void;
  /** The program could not be reached, or what it said is not HTTP. */
  fail: (error: unknown) => void;
  onActivity: () => void;
}

/** How long a program is given to say that it wants a body. */
const continueWithinMs = 1_000;

/** Passes a request on as it comes, and its answer back: nothing is kept in between. */
export function forwardRequest(options: ForwardOptions): void {
  const { request, response, fail, onActivity } = options;
  const upstream = beginRequest(options, request);
  let isAnswered = false;
  upstream.on('response', (answer) => {
    isAnswered = true;
    onActivity();
    try {
      answerWith(options, answer);
    } catch (error) {
      answer.destroy();
      fail(error);
    }
  });
  upstream.on('error', (error) => {
    if (isAnswered) response.destroy();
    else if (canRepeat(request, upstream, error)) forwardRequest(options);
    else fail(error);
  });
  // A program that answers an upgrade nobody asked for.
  upstream.on('upgrade', (_answer, socket) => socket.destroy());
  response.once('close', () => upstream.destroy());
  sendBody(options, upstream);
}

/** Throws where a program answers what no server may send on, such as the status 99. */
function answerWith({ answer }: ForwardOptions, upstream: IncomingMessage): void {
  const { statusCode = 0 } = upstream;
  if (statusCode < 200) throw new Error(`the status ${statusCode} is none of an answer`);
  answer(upstream);
}

function beginRequest({ port, path, headers, agent }: Forwarding, request: IncomingMessage): ClientRequest {
  const upstream = startRequest({
    ...{ port, path, agent },
    method: request.method,
    headers: [...headers, ...bodyHeaders(request)].flat(),
  });
  upstream.setNoDelay?.(true);
  return upstream;
}

/** How long the body is has been taken off with the other headers of this one connection, where it is not a length. */
function bodyHeaders({ headers, method }: IncomingMessage): HeaderPair[] {
  if (headers['transfer-encoding'] !== undefined) return [['Transfer-Encoding', 'chunked']];
  const isBodyUsual = method === 'POST' || method === 'PUT' || method === 'PATCH';
  return headers['content-length'] === undefined && isBodyUsual ? [['Content-Length', '0']] : [];
}

function sendBody({ request, response, expectsContinue }: ForwardOptions, upstream: ClientRequest): void {
  // Ends the request to the program where the body breaks off, and only then.
  const send = () => void pipeline(request, upstream, () => undefined);
  if (!expectsContinue) {
    send();
    return;
  }
  const goOn = () => {
    clearTimeout(timer);
    upstream.off('continue', goOn);
    if (response.headersSent || response.destroyed) return;
    response.writeContinue();
    send();
  };
  const timer = setTimeout(goOn, continueWithinMs);
  upstream
    .on('continue', goOn)
    .once('response', () => clearTimeout(timer))
    .once('close', () => clearTimeout(timer));
  upstream.flushHeaders();
}

/** A connection kept open may end just as it is used again; what changes nothing is asked once more on a new one. */
function canRepeat(request: IncomingMessage, upstream: ClientRequest, error: unknown): boolean {
  const hasBody =
    request.headers['content-length'] !== undefined || request.headers['transfer-encoding'] !== undefined;
  const isSafe = (request.method === 'GET' || request.method === 'HEAD') && !hasBody;
  return upstream.reusedSocket && isSafe && !isSandsmithError(error);
}
