import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { newId } from '@sandsmith/foundation/ids';
import { type PreviewWorld, startPreviewWorld } from './preview-world.fixture.ts';

let world: PreviewWorld;
beforeEach(async () => {
  world = await startPreviewWorld();
});
afterEach(() => world.close());

test('is the request as it came, without what proves the user to the product', async () => {
  const { Cookie } = await world.signIn();
  await world.ask('/', {
    headers: {
      Cookie: `theirs=1; ${Cookie}; sandsmith_refresh=secret; more=2`,
      Authorization: 'Bearer sk_sand_secret',
      'X-Forwarded-For': '6.6.6.6',
      'X-Real-IP': '6.6.6.6',
      'X-Own': 'kept',
      Connection: 'close, X-Private',
      'X-Private': 'hop',
    },
  });
  expect(world.asked?.headers).toMatchObject({
    ...{ host: world.hostOf(), cookie: 'theirs=1; more=2', 'x-own': 'kept' },
    ...{ 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': world.hostOf(), 'x-forwarded-proto': 'http' },
  });
  for (const name of ['authorization', 'x-real-ip', 'x-private', 'x-forwarded-prefix'])
    expect(world.asked?.headers).not.toHaveProperty(name);
  await world.ask('/', { headers: { Cookie, Authorization: 'Bearer of-the-program' } });
  expect(world.asked?.headers.authorization).toBe('Bearer of-the-program');
});

test('is the answer, without what it may not say for others', async () => {
  const headers = await world.signIn();
  world.onRequest = (_request, response) => {
    response.writeHead(201, 'Made', [
      ...['X-Frame-Options', 'DENY', 'Strict-Transport-Security', 'max-age=1', 'Clear-Site-Data', '"*"'],
      ...['Content-Security-Policy', "default-src 'self'; frame-ancestors 'none'"],
      ...[
        'Set-Cookie',
        'a=1; Domain=preview.localhost; Path=/',
        'Set-Cookie',
        '__Host-sandsmith-preview=x; Path=/',
      ],
      ...['X-Own', 'kept'],
    ]);
    response.end('body');
  };
  const answer = await world.ask('/', { headers });
  expect(answer).toMatchObject({ status: 201, body: 'body', headers: { 'x-own': 'kept' } });
  expect(answer.headers['set-cookie']).toEqual(['a=1; Path=/']);
  expect(answer.headers['content-security-policy']).toBe(
    `default-src 'self', frame-ancestors 'self' http://ide.example http://localhost:${world.gatewayPort}`,
  );
  for (const name of ['x-frame-options', 'strict-transport-security', 'clear-site-data'])
    expect(answer.headers).not.toHaveProperty(name);
});

test('is large bodies both ways, HEAD, and a body that was asked for', async () => {
  const headers = await world.signIn();
  world.onRequest = (incoming, response) => void incoming.pipe(response);
  const body = 'x'.repeat(5_000_000);
  expect((await world.ask('/', { method: 'POST', headers, body })).body).toHaveLength(body.length);
  world.onRequest = (_request, response) => void response.writeHead(200, { 'Content-Length': '42' }).end();
  expect(await world.ask('/', { method: 'HEAD', headers })).toMatchObject({
    status: 200,
    body: '',
    headers: { 'content-length': '42' },
  });
  world.onRequest = (incoming, response) => void incoming.pipe(response);
  const sent = request({
    ...{ host: '127.0.0.1', port: world.gatewayPort, method: 'PUT', agent: false },
    headers: { ...headers, Host: world.hostOf(), Expect: '100-continue', 'Content-Length': '4' },
  });
  sent.flushHeaders();
  await once(sent, 'continue');
  sent.end('body');
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  expect((await answer.toArray()).join('')).toBe('body');
});

test('comes as it is written, as events do', async () => {
  const headers = await world.signIn();
  const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>();
  world.onRequest = (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write('data: 1\n\n');
    void mayEnd.then(() => response.end());
  };
  const sent = request({
    ...{ host: '127.0.0.1', port: world.gatewayPort, agent: false },
    headers: { ...headers, Host: world.hostOf() },
  }).end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  const [first] = await once(answer, 'data');
  expect(String(first)).toBe('data: 1\n\n');
  end();
});

test('is a WebSocket, from pages of the same session', async () => {
  const { Cookie } = await world.signIn();
  const sibling = `http://${world.hostOf({ inside: 8_000 })}`;
  for (const Origin of [`http://${world.hostOf()}`, sibling])
    expect(await world.upgrade('/socket.io/', { Host: world.hostOf(), Cookie, Origin })).toMatch(
      /^HTTP\/1\.1 101 [\s\S]*echo me$/,
    );
  for (const Origin of ['https://evil.example', 'null', `http://${world.hostOf({ id: newId() })}`])
    expect(await world.upgrade('/', { Host: world.hostOf(), Cookie, Origin })).toMatch(/^HTTP\/1\.1 401/);
});

test.each(['099 Early', '101 Switched', '200 Bell\u0007'])(
  'is none where the program answers %j, which no server may send on',
  async (status) => {
    const headers = await world.signIn();
    world.onRequest = ({ socket }) => void socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`);
    expect(await world.ask('/', { headers })).toMatchObject({ status: 502 });
    world.onRequest = (_request, response) => void response.end('still there');
    expect(await world.ask('/', { headers })).toMatchObject({ body: 'still there' });
  },
);
