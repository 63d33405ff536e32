import { type Request, type Response, Router } from 'express';
import type { Route } from '../http/route.ts';
import { productVersion } from '../system/version.ts';
import { renderDocsPage } from './docs-page.ts';
import { createOpenApiDocument } from './openapi-document.ts';

/** The OpenAPI document and the page made from it, each computed when first asked for. */
export function serveDocs({ routes, apiPrefix }: { routes: readonly Route[]; apiPrefix: string }): Router {
  const router = Router();
  let openApi: ReturnType<typeof createOpenApiDocument> | undefined;
  let page: string | undefined;
  const document = () => {
    openApi ??= createOpenApiDocument({ routes, apiPrefix, version: productVersion });
    return openApi;
  };
  router.get(`${apiPrefix}/openapi.json`, (_request: Request, response: Response) => {
    response.locals['route'] = '/openapi.json';
    response.set('Cache-Control', 'no-cache').json(document());
  });
  router.get('/docs', (_request: Request, response: Response) => {
    response.locals['route'] = '/docs';
    page ??= renderDocsPage(document());
    response.set('Cache-Control', 'no-cache').type('html').send(page);
  });
  return router;
}
