import { errorCodes } from '@sandsmith/contracts/error-codes';
import { isSandsmithError } from '@sandsmith/foundation/errors';
import type { Logger } from '@sandsmith/foundation/logger';
import type { Request, Response } from 'express';
import { toProblem } from './to-problem.ts';

/** How long a client may go on sending what is not wanted, so that it comes to read the answer. */
const drainMs = 10_000;

/** Answers with `application/problem+json`; logs what is the server's own fault. */
export function sendProblem(
  error: unknown,
  {
    request,
    response,
    requestId,
    logger,
  }: { request: Request; response: Response; requestId: string; logger: Logger },
): void {
  const problem = toProblem(error, requestId);
  if (problem.status >= 500) logger.error({ err: error, code: problem.code }, 'request failed');
  const isGone = response.destroyed || (request.destroyed && !request.complete);
  if (response.headersSent || isGone) {
    response.destroy();
    return;
  }
  const body = Buffer.from(JSON.stringify(problem));
  response.status(problem.status);
  response.set(headersOf(error));
  response.set({
    'Content-Type': 'application/problem+json',
    'Content-Length': String(body.length),
    'Cache-Control': 'no-store',
  });
  if (problem.status === 401) response.set('WWW-Authenticate', 'Bearer realm="sandsmith"');
  if (request.complete || !expectsBody(request)) response.end(body);
  else endAfterDraining(request, response, body);
}

/**
 * The answer goes out at once, while the rest of the body is thrown away for a while: closing the connection under a
 * client that still writes would reset it before it has read the answer.
 */
function endAfterDraining(request: Request, response: Response, body: Buffer): void {
  response.set('Connection', 'close');
  response.write(body);
  const finish = () => {
    clearTimeout(timer);
    request.off('end', finish).off('close', finish).off('error', finish);
    response.end(() => request.socket.destroySoon());
  };
  const timer = setTimeout(finish, drainMs);
  request.on('end', finish).on('close', finish).on('error', finish);
  request.resume();
}

function expectsBody(request: Request): boolean {
  return (
    request.headers['content-length'] !== undefined || request.headers['transfer-encoding'] !== undefined
  );
}

function headersOf(error: unknown): Record<string, string> {
  if (!isSandsmithError(error)) return {};
  const { retryAfterSeconds, allow } = error.details;
  const headers: Record<string, string> = {};
  if (typeof retryAfterSeconds === 'number') headers['Retry-After'] = String(retryAfterSeconds);
  else if (error.code in errorCodes && toProblem(error).status === 429) headers['Retry-After'] = '5';
  if (typeof allow === 'string') headers['Allow'] = allow;
  return headers;
}
