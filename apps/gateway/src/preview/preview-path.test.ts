import type { OutgoingHttpHeaders } from 'node:http';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { adaptHtml } from './path-page.ts';
import { type PreviewWorld, port, startPreviewWorld } from './preview-world.fixture.ts';

let world: PreviewWorld;
beforeEach(async () => {
  world = await startPreviewWorld();
});
afterEach(() => world.close());

const inPath = (path: string, headers: OutgoingHttpHeaders = {}, method = 'GET') =>
  world.ask(path, { host: 'lan.example:3000', headers, method });

test('gives every answer an origin of its own, and nothing that would hold for the product', async () => {
  const { pathUrl } = world.addresses({ path: '/x?y=1' });
  world.onRequest = (_request, response) => {
    response.writeHead(200, {
      ...{
        'Set-Cookie': 'sandsmith_refresh=evil',
        'Clear-Site-Data': '"*"',
        'Access-Control-Allow-Origin': 'x',
      },
      ...{ 'Content-Security-Policy': 'script-src *', 'Referrer-Policy': 'unsafe-url' },
    });
    response.end('text');
  };
  const answer = await inPath(pathUrl, { Cookie: 'a=1', Origin: 'null' });
  expect(world.asked?.url).toBe('/x?y=1');
  expect(world.asked?.headers).toMatchObject({
    host: `localhost:${port}`,
    origin: `http://localhost:${port}`,
  });
  expect(world.asked?.headers).not.toHaveProperty('cookie');
  expect(answer.headers).toMatchObject({
    'access-control-allow-origin': '*',
    'referrer-policy': 'same-origin',
  });
  const policy = String(answer.headers['content-security-policy']);
  expect(policy).toMatch(/^script-src \*, sandbox allow-scripts /);
  expect(policy).not.toContain('allow-same-origin');
  for (const name of ['set-cookie', 'clear-site-data']) expect(answer.headers).not.toHaveProperty(name);
});

test('leads what asks for the root below its prefix', async () => {
  const { pathUrl } = world.addresses();
  const prefix = pathUrl.replace(/\/$/, '');
  world.onRequest = (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' });
    response.end(
      '<!doctype html><head><title>x</title><script src="/a.js"></script><a href="//other/">o</a>',
    );
  };
  const { body } = await inPath(pathUrl, { Accept: 'text/html,*/*' });
  expect(body).toContain(`<script src="${prefix}/a.js">`);
  expect((await inPath(pathUrl, { 'Sec-Fetch-Dest': 'iframe' })).body).toBe(body);
  for (const headers of [{ Accept: '*/*' }, { Accept: 'text/html', 'Sec-Fetch-Dest': 'empty' }])
    expect((await inPath(pathUrl, headers)).body).toContain('<script src="/a.js">');
  expect(body).toContain('<a href="//other/">');
  expect(body.indexOf('importmap')).toBeLessThan(body.indexOf('<title>'));
  const referer = { Referer: `http://lan.example:3000${prefix}/style.css` };
  expect(await inPath('/img.png?z', referer)).toMatchObject({
    status: 307,
    headers: { location: `${prefix}/img.png?z` },
  });
  expect(await inPath('/img.png', { Referer: 'http://other.example/preview/x/1/' })).toMatchObject({
    body: 'the product',
  });
  world.onRequest = (_request, response) => void response.writeHead(302, { Location: '/login?a' }).end();
  expect((await inPath(pathUrl)).headers.location).toBe(`${prefix}/login?a`);
  world.onRequest = (_request, response) =>
    void response.writeHead(302, { Location: 'https://else.example/' }).end();
  expect((await inPath(pathUrl)).headers.location).toBe('https://else.example/');
  expect((await inPath(prefix)).headers.location).toBe(`${prefix}/`);
});

test('is no script or style of the product’s own page', async () => {
  const { pathUrl } = world.addresses();
  for (const destination of ['script', 'style', 'worker', 'serviceworker', 'empty', 'object'])
    expect(
      await inPath(pathUrl, { 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Dest': destination }),
    ).toMatchObject({ status: 401 });
  expect(
    await inPath(pathUrl, { 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Dest': 'iframe' }),
  ).toMatchObject({ status: 200 });
});

test('passes WebSockets of its sandboxed pages, and answers what browsers ask before', async () => {
  const { pathUrl } = world.addresses();
  expect(await world.upgrade(pathUrl, { Host: 'lan', Origin: 'null' })).toMatch(/echo me$/);
  expect(await world.upgrade(pathUrl, { Host: 'lan', Origin: 'http://lan' })).toMatch(/^HTTP\/1\.1 401/);
  const preflight = await inPath(pathUrl, { 'Access-Control-Request-Method': 'PUT' }, 'OPTIONS');
  expect(preflight).toMatchObject({ status: 204, headers: { 'access-control-allow-methods': 'PUT' } });
});

test.each(['<script ', '<a src=', '<a', '<head', '<script type=', ' src ', '<a  '])(
  'takes no long time for a page of nothing but %j',
  (piece) => {
    const startedMs = performance.now();
    adaptHtml(piece.repeat(2_000_000 / piece.length), '/preview/x/1');
    expect(performance.now() - startedMs).toBeLessThan(1_000);
  },
);
