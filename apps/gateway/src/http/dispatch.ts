import type { Principal } from '@sandsmith/auth/principal';
import { SandsmithError } from '@sandsmith/foundation/errors';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Context } from '../context/context.ts';
import { invalidInput, parseInput } from './parse-input.ts';
import { readJsonBody } from './read-body.ts';
import { requestIdOf, requestLoggerOf } from './request-log.ts';
import type { Route } from './route.ts';
import { textFaults } from './text-faults.ts';

const defaultMaxBytes = 2 * 1024 * 1024;
const noBody = z.strictObject({}).optional();

/** The Express handler of a route: who asks, what they ask, the work, the answer; in this order. */
export function dispatch(route: Route, context: Context) {
  return async (request: Request, response: Response): Promise<void> => {
    response.locals['route'] = route.path;
    const signal = AbortSignal.any([context.stopping.signal, goneSignal(response)]);
    const principal = await findPrincipal(route, context, request);
    const params = parseInput(route.params, joinWildcards(request.params), 'address');
    const query = parseInput(route.query, { ...request.query }, 'query');
    const body = await readRouteBody(route, request);
    const result = await route.handle({
      context,
      principal,
      params,
      query,
      body,
      request,
      response,
      signal,
      requestId: requestIdOf(request),
      logger: requestLoggerOf(request),
    });
    if (!response.headersSent) answer(route, context, response, result);
  };
}

async function findPrincipal(
  route: Route,
  context: Context,
  request: Request,
): Promise<Principal | undefined> {
  if (route.access === 'public') return undefined;
  if (route.access === 'artifact' && request.headers.authorization === undefined) return undefined;
  return context.auth.authenticateHeader(request.headers.authorization);
}

async function readRouteBody(route: Route, request: Request): Promise<unknown> {
  if (route.method === 'get' || route.body?.kind === 'raw') return undefined;
  const value = await readJsonBody(request, { maxBytes: route.body?.maxBytes ?? defaultMaxBytes });
  if (!route.body) return parseInput(noBody, value, 'body');
  if (value === undefined)
    throw new SandsmithError({
      code: 'request.invalid',
      message: 'The request has no body. Send a JSON object.',
      details: { issues: [{ path: '', message: 'is required' }] },
    });
  const body = parseInput(route.body.schema, value, 'body');
  const faults = textFaults(body, route.body);
  if (faults.length > 0) throw invalidInput('body', faults);
  return body;
}

function answer(route: Route, context: Context, response: Response, result: unknown): void {
  if (route.answer.kind === 'empty') {
    response.status(204).end();
    return;
  }
  if (route.answer.kind === 'raw') return;
  const value = context.config.isResponseChecked ? route.answer.schema.parse(result) : result;
  if (!response.hasHeader('Cache-Control')) response.set('Cache-Control', 'no-store');
  response.status(response.locals['status'] ?? route.answer.status).json(value);
}

/** Express gives a wildcard as its decoded segments. */
function joinWildcards(params: Request['params']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, Array.isArray(value) ? value.join('/') : value]),
  );
}

/** Aborts when the connection ends before the answer is complete. */
function goneSignal(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort(new DOMException('The client went away', 'AbortError'));
  });
  return controller.signal;
}
