import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { SandsmithError } from '@sandsmith/foundation/errors';
import compression from 'compression';
import express, { type ErrorRequestHandler } from 'express';
import type { Context } from './context/context.ts';
import { createApiRouter, refuseUnknownAddress } from './http/api-router.ts';
import { refuseBrokenRequests } from './http/refuse-broken-requests.ts';
import { createRequestLog, requestIdOf, requestLoggerOf } from './http/request-log.ts';
import { sendProblem } from './http/send-problem.ts';
import { serveDocs } from './openapi/serve-docs.ts';
import { routes } from './routes/registry.ts';
import { observeRequests } from './system/http-metrics.ts';
import { createSecurityHeaders } from './web/security-headers.ts';
import { serveWeb } from './web/serve-web.ts';

const webDirectory = fileURLToPath(new URL('../../web/dist', import.meta.url));
const apiPrefix = '/api/v1';
/** Long enough for a gigabyte over a slow line; headers have a minute. */
const requestTimeoutMs = 2 * 3_600_000;

/** The HTTP server, not yet listening. */
export function createHttpServer(context: Context): Server {
  const app = createApp(context);
  const server = createServer(
    {
      requestTimeout: requestTimeoutMs,
      maxHeaderSize: 32 * 1024,
      // Clients that offer "Upgrade: h2c" with an ordinary request (curl, Java) get the answer to it in HTTP/1.1.
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
    },
    app,
  );
  refuseBrokenRequests(server);
  // Without this, Node answers "Expect: 100-continue" at once and the client sends a body that may be refused.
  server.on('checkContinue', (request, response) => {
    request.once('newListener', (event) => {
      if (event === 'data') response.writeContinue();
    });
    app(request, response);
  });
  return server;
}

function createApp(context: Context) {
  const { config } = context;
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', config.trustedProxies);
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.use(createRequestLog(context.log));
  app.use(observeRequests(context.metrics));
  app.use(
    createSecurityHeaders({
      isHttps: config.publicUrl?.startsWith('https:') ?? false,
      previewHost: config.previewHost,
    }),
  );
  app.use(apiPrefix, createApiRouter(routes, context));
  app.use(
    createApiRouter(
      routes.filter((route) => route.isAlsoAtRoot),
      context,
    ),
  );
  // Pages and scripts only: what the interface streams must not wait in a compressor.
  app.use(compression());
  app.use(serveDocs({ routes, apiPrefix }));
  app.use('/api', refuseUnknownAddress);
  app.use(serveWeb({ directory: webDirectory }));
  app.use(refuseUnknownAddress);
  app.use(onError);
  return app;
}

// Express knows an error handler by its four parameters.
const onError: ErrorRequestHandler = (error, request, response, _next) => {
  sendProblem(translate(error), {
    request,
    response,
    requestId: requestIdOf(request),
    logger: requestLoggerOf(request),
  });
};

/** Express itself refuses addresses with a wrong % escape by an error that carries a status. */
function translate(error: unknown): unknown {
  const isBadAddress = error instanceof Error && 'status' in error && error.status === 400;
  if (!isBadAddress) return error;
  return new SandsmithError({
    code: 'request.invalid',
    message: 'The address holds a wrong % escape. Encode it and try again.',
    cause: error,
  });
}
