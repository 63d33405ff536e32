import type { IncomingMessage, ServerResponse } from 'node:http';
import { newId } from '@sandsmith/foundation/ids';
import type { Logger } from '@sandsmith/foundation/logger';
import type { Logger as PinoLogger } from 'pino';
import { pinoHttp } from 'pino-http';

const requestIdPattern = /^[A-Za-z0-9._-]{8,64}$/;

/** Gives every request an id (a well-formed X-Request-Id is kept), tells it back, and logs the answer. */
export function createRequestLog(logger: PinoLogger) {
  return pinoHttp({
    logger,
    genReqId(request: IncomingMessage, response: ServerResponse) {
      const given = request.headers['x-request-id'];
      const id = typeof given === 'string' && requestIdPattern.test(given) ? given : newId();
      response.setHeader('X-Request-Id', id);
      return id;
    },
    customLogLevel: (_request, response, error) => {
      if (error || response.statusCode >= 500) return 'error';
      return 'debug';
    },
    customSuccessMessage: () => 'request answered',
    customErrorMessage: () => 'request answered with a fault',
    // What was thrown is logged where the answer is made from it.
    customErrorObject: (_request, _response, _error, fields) => ({ ...fields, err: undefined }),
    serializers: {
      req: (request: { id: unknown; method: string; url: string }) => ({
        id: request.id,
        method: request.method,
        path: request.url.split('?')[0],
      }),
      res: (response: { statusCode: number }) => ({ status: response.statusCode }),
    },
  });
}

export function requestIdOf(request: IncomingMessage): string {
  return String(request.id);
}

export function requestLoggerOf(request: IncomingMessage): Logger {
  return request.log as Logger;
}
