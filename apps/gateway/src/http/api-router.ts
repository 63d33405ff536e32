import { SandsmithError } from '@sandsmith/foundation/errors';
import { type Request, type Response, Router } from 'express';
import type { Context } from '../context/context.ts';
import { dispatch } from './dispatch.ts';
import type { Route } from './route.ts';

/** Every route at its address; another method there is 405 with Allow. */
export function createApiRouter(routes: readonly Route[], context: Context): Router {
  const router = Router({ caseSensitive: true });
  for (const [path, group] of Map.groupBy(routes, (route) => route.path)) {
    const address = router.route(path);
    for (const route of group) address[route.method](dispatch(route, context));
    address.all(refuseMethod(group));
  }
  return router;
}

function refuseMethod(routes: readonly Route[]) {
  const allow = routes.map((route) => route.method.toUpperCase()).join(', ');
  return (request: Request, response: Response): void => {
    if (request.method === 'OPTIONS') {
      response.set('Allow', allow).status(204).end();
      return;
    }
    throw new SandsmithError({
      code: 'request.method-not-allowed',
      message: `This address does not take ${request.method}. It takes ${allow}; see /docs.`,
      details: { allow },
    });
  };
}

/** The answer for addresses below /api that no route has. */
export function refuseUnknownAddress(request: Request): never {
  throw new SandsmithError({
    code: 'request.not-found',
    message: `There is nothing at ${request.method} ${request.originalUrl.split('?')[0]?.slice(0, 200)}. The addresses are listed at /docs.`,
  });
}
