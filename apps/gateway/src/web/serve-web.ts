import { join } from 'node:path';
import express, { type Request, type Response, Router } from 'express';

const yearSeconds = 31_536_000;
const notBuiltPage = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sandsmith</title>
<p>The web app is not built yet. Run <code>npm start</code>, which builds it, or use the HTTP interface at
<a href="/docs">/docs</a>.</p></html>`;

/** The built web app. Files with a hash in their name never change; every other address of the app is its page. */
export function serveWeb({ directory }: { directory: string }): Router {
  const router = Router();
  router.use(
    '/assets',
    express.static(join(directory, 'assets'), {
      immutable: true,
      maxAge: yearSeconds * 1_000,
      index: false,
      redirect: false,
      fallthrough: true,
    }),
  );
  router.use(express.static(directory, { index: false, redirect: false, maxAge: 0 }));
  router.get('/{*path}', (request: Request, response: Response, next) => {
    if (!isPageRequest(request)) {
      next();
      return;
    }
    response.set('Cache-Control', 'no-cache');
    response.sendFile('index.html', { root: directory, cacheControl: false }, (error) => {
      if (!error) return;
      if ('code' in error && error.code === 'ENOENT') response.status(503).type('html').send(notBuiltPage);
      else next(error);
    });
  });
  return router;
}

/** What asks for anything, such as curl, gets the page at the root alone: a script that is not there is told so. */
function isPageRequest(request: Request): boolean {
  if (request.path === '/') return true;
  const isAsset = request.path.startsWith('/assets/') || request.path.startsWith('/api/');
  return !isAsset && (request.get('accept') ?? '').includes('text/html');
}
