import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '@sandsmith/foundation/ids';
import { silentLogger } from '@sandsmith/foundation/logger';
import { createLiveSession, type LiveSession } from '../sessions/live-session.ts';
import { createMemorySession, type MemorySession } from '../sessions/memory-session.fixture.ts';
import { installPreviews } from './install-previews.ts';
import { createPreviewAddresses } from './preview-addresses.ts';
import { createPreviewCookies } from './preview-cookie.ts';
import { createPreviewGate, type PreviewGate } from './preview-gate.ts';
import { createPreviewServer } from './preview-server.ts';
import { createPreviewTokens, type PreviewTokens } from './preview-tokens.ts';
import { createSessionAgents } from './session-agents.ts';

const port = 5_173;
const previewHost = 'preview.localhost';
const owner = { userId: newId(), role: 'member' as const, sessionId: newId() };

let tokens: PreviewTokens;
let gate: PreviewGate;
let memory: MemorySession;
let session: LiveSession;
let gateway: Server;
let program: Server;
/** What the program was asked last, and how it answers. */
let asked: IncomingMessage;
let onRequest: (request: IncomingMessage, response: ServerResponse) => void;
const ended = new Set<string>();

const portOf = (server: Server) => (server.address() as AddressInfo).port;
const hostOf = (id = session.id, inside: number | null = port) =>
  `${id}${inside === null ? '' : `-${inside}`}.${previewHost}:${portOf(gateway)}`;

async function listen(server: Server): Promise<Server> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

beforeEach(async () => {
  ended.clear();
  onRequest = (_request, response) => void response.end('from the program');
  program = await listen(
    createServer((incoming, response) => {
      asked = incoming;
      onRequest(incoming, response);
    }),
  );
  program.on('upgrade', (incoming, socket) => {
    asked = incoming;
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
    socket.pipe(socket);
  });
  memory = createMemorySession();
  memory.listen(port, { realPort: portOf(program) });
  session = createLiveSession({
    ...{ id: memory.id, ownerId: owner.userId, projectId: newId(), language: 'python', network: 'none' },
    ...{ idleTimeoutMs: 60_000, maxLifetimeMs: 3_600_000, logger: silentLogger },
    open: async () => ({
      session: memory,
      createSync: () => ({ begin: async () => {}, run: async () => {}, leftOut: () => [] }),
    }),
  });
  await session.ready;
  tokens = createPreviewTokens({ key: Buffer.alloc(32, 1) });
  gate = createPreviewGate({
    tokens,
    findSession: (id) => (id === session.id ? session : undefined),
    isStanding: async ({ proof }) => !ended.has(proof.id),
  });
  gateway = createServer((_request, response) => void response.end('the product'));
  gateway.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 200 product\r\n\r\n'));
  installPreviews(
    gateway,
    createPreviewServer({
      ...{ previewHost, gate, agents: createSessionAgents(), logger: silentLogger },
      cookies: createPreviewCookies({ gate, tokens, isLocalhost: true }),
      isSecure: () => false,
      frameOrigins: () => ['http://ide.example'],
    }),
  );
  await listen(gateway);
});
afterEach(async () => {
  await session.end('the test is over');
  for (const server of [gateway, program]) {
    server.closeAllConnections();
    server.close();
  }
});

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: string;
}

async function ask(
  path: string,
  options: { host?: string; method?: string; headers?: OutgoingHttpHeaders; body?: string } = {},
): Promise<Answer> {
  const { host = hostOf(), method = 'GET', headers = {}, body } = options;
  const sent = request({
    ...{ host: '127.0.0.1', port: portOf(gateway), method, path },
    headers: { Host: host, ...headers },
    agent: false,
  });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) text += chunk;
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: text };
}

function addresses(wanted: { path?: string; port?: number } = {}) {
  const made = createPreviewAddresses({
    ...{ tokens, previewHost, publicUrl: undefined, isSecure: () => false },
    ownUrl: () => `http://127.0.0.1:${portOf(gateway)}`,
  });
  // The parts of a request that are looked at.
  const asking = { headers: { host: `localhost:${portOf(gateway)}` } } as IncomingMessage;
  return made.make({ principal: owner, session, port: wanted.port, path: wanted.path, request: asking });
}

async function signIn(): Promise<{ Cookie: string }> {
  const { pathname, search } = new URL(addresses().url);
  const { headers } = await ask(pathname + search);
  return { Cookie: headers['set-cookie']?.[0]?.split(';')[0] ?? '' };
}

function rawUpgrade(path: string, headers: Record<string, string>): Promise<string> {
  const socket = connect(portOf(gateway), '127.0.0.1');
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.write(
    `GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
  );
  return new Promise((resolve) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
      if (text.includes('\r\n\r\n') && !text.includes('echo me')) socket.write('echo me');
      if (text.includes('echo me') || !text.startsWith('HTTP/1.1 101')) {
        socket.destroy();
        resolve(text);
      }
    });
  });
}

describe('the origin of its own', () => {
  test('is entered by the address once, then by its cookie alone, on the clean address', async () => {
    const { url, expiresAt } = addresses({ path: '/a/b?x=1&y=%20' });
    expect(url).toMatch(`http://${hostOf()}/a/b?x=1&y=%20&sandsmith-preview=`);
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(60_000);
    const entered = await ask(new URL(url).pathname + new URL(url).search);
    expect(entered).toMatchObject({ status: 303, headers: { location: '/a/b?x=1&y=%20' } });
    const [cookie] = entered.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(
      /^__Host-sandsmith-preview=.*; Path=\/; HttpOnly; Max-Age=\d+; Secure; SameSite=None; Partitioned$/,
    );
    const answer = await ask('/a/b?x=1&y=%20', { headers: { Cookie: cookie?.split(';')[0] } });
    expect(answer).toMatchObject({ status: 200, body: 'from the program' });
    expect(asked.url).toBe('/a/b?x=1&y=%20');
  });

  test('never leads to another host after the entry', async () => {
    const { url } = addresses();
    const { search } = new URL(url);
    for (const path of ['//evil.example', '/\\evil.example', '///evil.example'])
      expect((await ask(path + search)).headers.location).toMatch(/^\/evil\.example$/);
  });

  test('without a cookie says how to open it, and never is the product', async () => {
    for (const path of ['/', '/api/v1/projects', '/socket.io/?EIO=4&transport=polling', '/docs']) {
      const page = await ask(path, { headers: { Accept: 'text/html' } });
      expect(page.status).toBe(401);
      expect(page.body).toContain('Open it from the project in Sandsmith again');
    }
    for (const host of [
      previewHost,
      `x.${previewHost}`,
      `${newId()}-1.${previewHost.toUpperCase()}.:80`,
      hostOf(session.id, 70_000),
    ])
      expect(await ask('/', { host })).toMatchObject({ status: 401 });
    expect(await ask(`http://localhost/api/v1/projects`)).toMatchObject({ status: 401 });
    expect(await ask('/', { host: 'localhost' })).toMatchObject({ body: 'the product' });
  });

  test('is the newest port where the host names none', async () => {
    const host = hostOf(session.id, null);
    const { search } = new URL(addresses().url);
    const { headers } = await ask(`/${search}`, { host });
    const Cookie = headers['set-cookie']?.[0]?.split(';')[0];
    expect(await ask('/', { host, headers: { Cookie } })).toMatchObject({ body: 'from the program' });
    memory.listen(6_000, { realPort: portOf(program) });
    expect(await ask('/', { host, headers: { Cookie } })).toMatchObject({ status: 401 });
  });
});

describe('refused everywhere', () => {
  const sign = (change: object) =>
    tokens.sign({
      ...{ kind: 'cookie', sessionId: session.id, port, userId: owner.userId },
      ...{ proof: { kind: 'sign-in', id: owner.sessionId }, expiresAtMs: Date.now() + 60_000, ...change },
    });
  const cases: [string, () => string][] = [
    ['another user', () => sign({ userId: newId() })],
    ['another session', () => sign({ sessionId: newId() })],
    ['another port', () => sign({ port: 5_174 })],
    ['a token that has run out', () => sign({ expiresAtMs: Date.now() - 1 })],
    ['a token that was changed', () => sign({}).replace(/^./, (first) => (first === 'e' ? 'f' : 'e'))],
    ['a signature that was changed', () => sign({}).replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))],
    [
      'a token of another key',
      () =>
        createPreviewTokens({ key: Buffer.alloc(32, 2) }).sign(tokens.verify('cookie', sign({})) as never),
    ],
    ['nothing', () => ''],
    ['nonsense', () => 'x.y'],
    [
      'a sign-in that has ended',
      () => {
        const id = newId();
        ended.add(id);
        return sign({ proof: { kind: 'sign-in', id } });
      },
    ],
  ];
  const asKind = (kind: string, token: string) => {
    const [payload] = token.split('.');
    if (!payload || payload.length < 10) return token;
    const signed = tokens.verify('cookie', token);
    return signed ? tokens.sign({ ...signed, kind: kind as 'path' }) : token;
  };

  test.each(cases)('%s', async (_name, make) => {
    const token = make();
    const Cookie = `__Host-sandsmith-preview=${token}`;
    const before = asked;
    expect(await ask('/', { headers: { Cookie } })).toMatchObject({ status: 401 });
    expect(await rawUpgrade('/', { Host: hostOf(), Cookie })).toMatch(/^HTTP\/1\.1 401/);
    expect(await ask(`/?sandsmith-preview=${asKind('enter', token)}`)).toMatchObject({ status: 401 });
    const path = `/preview/${asKind('path', token)}/${port}/`;
    const inPath = await ask(path, { host: 'localhost' });
    // A token that is none at all does not make a preview's address.
    expect(inPath.body).not.toBe('from the program');
    if (token !== '') expect(inPath.status).toBe(401);
    expect(await rawUpgrade(path, { Host: 'localhost', Origin: 'null' })).toMatch(
      /^HTTP\/1\.1 (401|200 product)/,
    );
    expect(asked).toBe(before);
  });

  test('a token of one kind in the place of another', async () => {
    const cookie = sign({});
    const enter = sign({ kind: 'enter' });
    const path = sign({ kind: 'path' });
    for (const token of [enter, path])
      expect(await ask('/', { headers: { Cookie: `__Host-sandsmith-preview=${token}` } })).toMatchObject({
        status: 401,
      });
    for (const token of [cookie, path])
      expect(await ask(`/?sandsmith-preview=${token}`)).toMatchObject({ status: 401 });
    for (const token of [cookie, enter])
      expect(await ask(`/preview/${token}/${port}/`, { host: 'localhost' })).toMatchObject({ status: 401 });
  });

  test('everything, once the session or the sign-in is over; what is open is cut', async () => {
    const headers = await signIn();
    onRequest = (_request, response) => void response.write('never ending');
    const cut = ask('/', { headers }).catch((error: Error) => error);
    await new Promise((resolve) => setTimeout(resolve, 100));
    ended.add(owner.sessionId);
    gate.proofEnded(owner.sessionId);
    expect(await cut).toMatchObject({ code: 'ECONNRESET' });
    expect(await ask('/', { headers })).toMatchObject({ status: 401 });
    ended.clear();
    const cutToo = ask('/', { headers }).catch((error: Error) => error);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await session.end('done');
    expect(await cutToo).toMatchObject({ code: 'ECONNRESET' });
    expect(await ask('/', { headers })).toMatchObject({ status: 401 });
  });
});

describe('what is passed on', () => {
  test('is the request as it came, without what proves the user to the product', async () => {
    const { Cookie } = await signIn();
    await ask('/', {
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
    expect(asked.headers).toMatchObject({
      ...{ host: hostOf(), cookie: 'theirs=1; more=2', 'x-own': 'kept' },
      ...{ 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': hostOf(), 'x-forwarded-proto': 'http' },
    });
    for (const name of ['authorization', 'x-real-ip', 'x-private', 'x-forwarded-prefix'])
      expect(asked.headers).not.toHaveProperty(name);
    await ask('/', { headers: { Cookie, Authorization: 'Bearer of-the-program' } });
    expect(asked.headers.authorization).toBe('Bearer of-the-program');
  });

  test('is the answer, without what it may not say for others', async () => {
    const headers = await signIn();
    onRequest = (_request, response) => {
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
    const answer = await ask('/', { headers });
    expect(answer).toMatchObject({ status: 201, body: 'body', headers: { 'x-own': 'kept' } });
    expect(answer.headers['set-cookie']).toEqual(['a=1; Path=/']);
    expect(answer.headers['content-security-policy']).toBe(
      `default-src 'self', frame-ancestors 'self' http://ide.example http://localhost:${portOf(gateway)}`,
    );
    for (const name of ['x-frame-options', 'strict-transport-security', 'clear-site-data'])
      expect(answer.headers).not.toHaveProperty(name);
  });

  test('is large bodies both ways, HEAD, and a body that was asked for', async () => {
    const headers = await signIn();
    onRequest = (incoming, response) => void incoming.pipe(response);
    const body = 'x'.repeat(5_000_000);
    expect((await ask('/', { method: 'POST', headers, body })).body).toHaveLength(body.length);
    onRequest = (_request, response) => void response.writeHead(200, { 'Content-Length': '42' }).end();
    expect(await ask('/', { method: 'HEAD', headers })).toMatchObject({
      status: 200,
      body: '',
      headers: { 'content-length': '42' },
    });
    onRequest = (incoming, response) => void incoming.pipe(response);
    const sent = request({
      ...{ host: '127.0.0.1', port: portOf(gateway), method: 'PUT', agent: false },
      headers: { ...headers, Host: hostOf(), Expect: '100-continue', 'Content-Length': '4' },
    });
    sent.flushHeaders();
    await once(sent, 'continue');
    sent.end('body');
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    expect((await answer.toArray()).join('')).toBe('body');
  });

  test('comes as it is written, as events do', async () => {
    const headers = await signIn();
    const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>();
    onRequest = (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write('data: 1\n\n');
      void mayEnd.then(() => response.end());
    };
    const sent = request({
      ...{ host: '127.0.0.1', port: portOf(gateway), agent: false },
      headers: { ...headers, Host: hostOf() },
    }).end();
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    const [first] = await once(answer, 'data');
    expect(String(first)).toBe('data: 1\n\n');
    end();
  });

  test('is a WebSocket, from pages of the same session', async () => {
    const { Cookie } = await signIn();
    const sibling = `http://${hostOf(session.id, 8_000)}`;
    for (const Origin of [`http://${hostOf()}`, sibling])
      expect(await rawUpgrade('/socket.io/', { Host: hostOf(), Cookie, Origin })).toMatch(
        /^HTTP\/1\.1 101 [\s\S]*echo me$/,
      );
    for (const Origin of ['https://evil.example', 'null', `http://${hostOf(newId())}`])
      expect(await rawUpgrade('/', { Host: hostOf(), Cookie, Origin })).toMatch(/^HTTP\/1\.1 401/);
  });
});

describe('where nothing answers', () => {
  test('a page says so and looks again by itself', async () => {
    const quiet = 9_999;
    const { pathname, search, host } = new URL(addresses({ port: quiet }).url);
    const { headers } = await ask(pathname + search, { host });
    const Cookie = headers['set-cookie']?.[0]?.split(';')[0];
    const page = await ask('/', { host, headers: { Cookie, Accept: 'text/html' } });
    expect(page.status).toBe(502);
    expect(page.body).toMatch(/http-equiv="refresh"[\s\S]*Nothing listens on port 9999/);
    expect(JSON.parse((await ask('/', { host, headers: { Cookie } })).body)).toMatchObject({
      code: 'preview.not-listening',
    });
  });

  test('what is not HTTP is told too', async () => {
    const headers = await signIn();
    onRequest = (incoming) => void incoming.socket.end('SSH-2.0-OpenSSH\r\n');
    expect(await ask('/', { headers })).toMatchObject({ status: 502 });
  });
});

describe('the path form', () => {
  const inPath = (path: string, headers: OutgoingHttpHeaders = {}, method = 'GET') =>
    ask(path, { host: 'lan.example:3000', headers, method });

  test('gives every answer an origin of its own, and nothing that would hold for the product', async () => {
    const { pathUrl } = addresses({ path: '/x?y=1' });
    onRequest = (_request, response) => {
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
    expect(asked.url).toBe('/x?y=1');
    expect(asked.headers).toMatchObject({ host: `localhost:${port}`, origin: `http://localhost:${port}` });
    expect(asked.headers).not.toHaveProperty('cookie');
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
    const { pathUrl } = addresses();
    const prefix = pathUrl.replace(/\/$/, '');
    onRequest = (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' });
      response.end(
        '<!doctype html><head><title>x</title><script src="/a.js"></script><a href="//other/">o</a>',
      );
    };
    const { body } = await inPath(pathUrl);
    expect(body).toContain(`<script src="${prefix}/a.js">`);
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
    onRequest = (_request, response) => void response.writeHead(302, { Location: '/login?a' }).end();
    expect((await inPath(pathUrl)).headers.location).toBe(`${prefix}/login?a`);
    onRequest = (_request, response) =>
      void response.writeHead(302, { Location: 'https://else.example/' }).end();
    expect((await inPath(pathUrl)).headers.location).toBe('https://else.example/');
    expect((await inPath(prefix)).headers.location).toBe(`${prefix}/`);
  });

  test('is no script or style of the product’s own page', async () => {
    const { pathUrl } = addresses();
    for (const destination of ['script', 'style', 'worker', 'serviceworker', 'empty', 'object'])
      expect(
        await inPath(pathUrl, { 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Dest': destination }),
      ).toMatchObject({ status: 401 });
    expect(
      await inPath(pathUrl, { 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Dest': 'iframe' }),
    ).toMatchObject({ status: 200 });
  });

  test('passes WebSockets of its sandboxed pages, and answers what browsers ask before', async () => {
    const { pathUrl } = addresses();
    expect(await rawUpgrade(pathUrl, { Host: 'lan', Origin: 'null' })).toMatch(/echo me$/);
    expect(await rawUpgrade(pathUrl, { Host: 'lan', Origin: 'http://lan' })).toMatch(/^HTTP\/1\.1 401/);
    const preflight = await inPath(pathUrl, { 'Access-Control-Request-Method': 'PUT' }, 'OPTIONS');
    expect(preflight).toMatchObject({ status: 204, headers: { 'access-control-allow-methods': 'PUT' } });
  });
});
