import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { delay } from '@sandsmith/foundation/delay';
import { messageOf } from '@sandsmith/foundation/errors';
import { piecesOf, type ScriptedReply } from './scripted-reply.ts';

/** One request as a fake vendor saw it. The key itself is not kept: only whether the right one came. */
export interface RecordedRequest {
  method: string;
  path: string;
  /** Lower-case names; `authorization` reads `[redacted]`. */
  headers: Record<string, string>;
  sentKey: 'none' | 'expected' | 'other';
  /** The parsed JSON body; undefined where there was none. */
  body: unknown;
  /** The client went away before the answer was finished. */
  wasAborted: boolean;
}

export interface VendorExchange {
  request: RecordedRequest;
  response: ServerResponse;
  /** Aborted when the client goes away or the server closes. */
  signal: AbortSignal;
}

export interface VendorServer {
  readonly requests: readonly RecordedRequest[];
  start(): Promise<{ url: string }>;
  close(): Promise<void>;
}

/** The common ground of the fake vendors: a real HTTP server that records what it is asked. */
export function createVendorServer(options: {
  apiKey?: string;
  handle: (exchange: VendorExchange) => Promise<void>;
}): VendorServer {
  const requests: RecordedRequest[] = [];
  const closing = new AbortController();

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    const request = await record(incoming, options.apiKey);
    requests.push(request);
    response.once('close', () => {
      if (response.writableFinished) return;
      request.wasAborted = true;
      gone.abort();
    });
    const signal = AbortSignal.any([gone.signal, closing.signal]);
    try {
      await options.handle({ request, response, signal });
    } catch (error) {
      if (signal.aborted) return;
      // A fault of the script is shown to the test as a server error that says so.
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { error: { message: `The test's script failed: ${messageOf(error)}` } });
    }
  }

  const server = createServer((incoming, response) => {
    serve(incoming, response).catch(() => response.destroy());
  });
  return {
    requests,
    start: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, '127.0.0.1', () => {
          const address = server.address();
          if (address === null || typeof address === 'string') throw new Error('the server has no port');
          resolve({ url: `http://127.0.0.1:${address.port}` });
        });
      }),
    close: () =>
      new Promise((resolve) => {
        closing.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function record(incoming: IncomingMessage, apiKey: string | undefined): Promise<RecordedRequest> {
  const bytes: Buffer[] = [];
  for await (const chunk of incoming) bytes.push(Buffer.from(chunk));
  const text = Buffer.concat(bytes).toString('utf8');
  const { authorization, ...others } = incoming.headers;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(others)) headers[name] = String(value);
  if (authorization !== undefined) headers['authorization'] = '[redacted]';
  return {
    method: incoming.method ?? 'GET',
    path: new URL(incoming.url ?? '/', 'http://vendor').pathname,
    headers,
    sentKey: sentKeyOf(authorization, apiKey),
    body: text === '' ? undefined : JSON.parse(text),
    wasAborted: false,
  };
}

function sentKeyOf(
  authorization: string | undefined,
  apiKey: string | undefined,
): RecordedRequest['sentKey'] {
  if (authorization === undefined) return 'none';
  return apiKey !== undefined && authorization === `Bearer ${apiKey}` ? 'expected' : 'other';
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** Sends the pieces with the script's pauses and mishaps; false where the stream ended in a mishap. */
export async function sendPieces(
  exchange: VendorExchange,
  reply: ScriptedReply,
  write: { piece: (text: string) => void; error: () => void },
): Promise<boolean> {
  const { response, signal } = exchange;
  const pieces = piecesOf(reply);
  for (let sent = 0; sent <= pieces.length; sent += 1) {
    if (sent === reply.breakAfterChunks) {
      // The pieces before must arrive: a torn connection drops what is not flushed.
      await delay(20, signal);
      response.destroy();
      return false;
    }
    if (sent === reply.errorAfterChunks) {
      write.error();
      response.end();
      return false;
    }
    if (sent === reply.hangAfterChunks) {
      await new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
      );
    }
    const piece = pieces[sent];
    if (piece === undefined) break;
    if (reply.delayPerChunkMs) await delay(reply.delayPerChunkMs, signal);
    write.piece(piece);
  }
  return true;
}
