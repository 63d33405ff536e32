import type { Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ErrorCode } from '@sandsmith/contracts/error-codes';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { toProblem } from './to-problem.ts';

/**
 * What never becomes a request, because Node's parser refuses it, gets its problem like everything else; a connection
 * on which an answer is under way is cut instead, for the problem would stand in the middle of that answer.
 */
export function refuseBrokenRequests(server: Server): void {
  const answers = new WeakMap<Duplex, ServerResponse>();
  server.on('request', ({ socket }, response) => void answers.set(socket, response));
  const isAnswering = (socket: Duplex): boolean => {
    const answer = answers.get(socket);
    return answer?.headersSent === true && !answer.writableFinished;
  };
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable || isAnswering(socket)) socket.destroy();
    else socket.end(answerOf(faultOf(error.code)), () => socket.destroy());
  });
  server.on('connect', (_request, socket) => {
    socket.end(answerOf(notAProxy()), () => socket.destroy());
  });
}

function faultOf(parserCode: string | undefined): SandsmithError {
  const faults: Record<string, [ErrorCode, string]> = {
    HPE_HEADER_OVERFLOW: [
      'request.headers-too-large',
      'The address and the headers are larger than 32 KiB together. Send less in them; long values belong into the body.',
    ],
    HPE_CHUNK_EXTENSIONS_OVERFLOW: [
      'request.too-large',
      'The extensions of a chunk of the body are too large. Send the body without them.',
    ],
    ERR_HTTP_REQUEST_TIMEOUT: [
      'request.timeout',
      'The request did not arrive in time. Send it again over a faster connection.',
    ],
  };
  const [code, message] = faults[parserCode ?? ''] ?? [
    'request.malformed-http',
    'This is not a valid HTTP/1.1 request. Check its first line, its headers and the length of its body, and send it again.',
  ];
  return new SandsmithError({ code, message });
}

function notAProxy(): SandsmithError {
  return new SandsmithError({
    code: 'request.method-not-allowed',
    message: 'This server is no proxy and takes no CONNECT. The addresses are listed at /docs.',
  });
}

/** Written by hand: there is no response object for what is no request. */
function answerOf(error: SandsmithError): string {
  const problem = toProblem(error);
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${problem.title}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
