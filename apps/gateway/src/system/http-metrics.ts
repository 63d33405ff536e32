import type { NextFunction, Request, Response } from 'express';
import type { Metrics } from './metrics.ts';

/** Times each request by its route's template, never by its address, which holds ids. */
export function observeRequests(metrics: Metrics) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const startedMs = performance.now();
    response.once('close', () => {
      const route = response.locals['route'];
      metrics.httpDuration.observe(
        {
          method: request.method,
          route: typeof route === 'string' ? route : 'other',
          status: String(response.statusCode),
        },
        (performance.now() - startedMs) / 1_000,
      );
    });
    next();
  };
}
