import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { type Duplex, duplexPair } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type Logger, silentLogger } from '@sandsmith/foundation/logger';
import { readPackageAccess } from '../package-access.ts';
import { createEgressProxy, type EgressProxyOptions } from './egress-proxy.ts';

const noAccess = await readPackageAccess({
  environment: {},
  homeDirectory: '/nowhere',
  systemDirectory: '/nowhere',
});

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Starts a server on a free port of the loopback; gone after the test. */
async function listening(server: net.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket) => sockets.add(socket.on('error', () => {})));
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

interface Subject extends Partial<EgressProxyOptions> {
  mode?: 'packages' | 'internet';
  maxBytes?: number;
}

/** The program's ends of new tunnels of one sandbox. */
function createDialer({ mode = 'packages', maxBytes, ...options }: Subject = {}): {
  dial: () => Duplex;
  controller: AbortController;
} {
  const proxy = createEgressProxy({
    logger: silentLogger,
    access: async () => noAccess,
    resolve: async () => ['127.0.0.1'],
    ...options,
  });
  const controller = new AbortController();
  closing.push(() => controller.abort());
  return {
    controller,
    dial: () => {
      const [program, server] = duplexPair();
      program.on('error', () => {});
      proxy.accept(server, { mode, signal: controller.signal, maxBytes });
      return program;
    },
  };
}

/** All that comes back, until the tunnel is over in whatever way. */
async function answerTo(tunnel: Duplex, request: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let answer = '';
  tunnel.on('data', (chunk) => {
    answer += chunk;
  });
  tunnel.once('end', resolve).once('close', resolve);
  tunnel.write(request);
  await promise;
  return answer;
}

function connectRequest(authority: string): string {
  return `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`;
}

/** Reads until `text` has come. */
async function readUntil(tunnel: Duplex, text: string): Promise<string> {
  let seen = '';
  while (!seen.includes(text)) {
    const chunk: Buffer | null = tunnel.read();
    if (chunk) seen += chunk;
    else await new Promise((resolve) => tunnel.once('readable', resolve));
  }
  return seen;
}

const hostile = [
  '127.0.0.1:80',
  '127.1:80',
  '0.0.0.0:80',
  '0:80',
  '2130706433:80',
  '0x7f000001:80',
  '0177.0.0.1:80',
  '0x7f.1:80',
  '127.0.0.1.:80',
  '10.0.0.1:443',
  '172.17.0.1:2375',
  '192.168.0.1:443',
  '100.64.0.1:443',
  '100.100.100.200:80',
  '169.254.169.254:80',
  '2852039166:80',
  '168.63.129.16:80',
  '224.0.0.1:443',
  '255.255.255.255:443',
  '[::]:80',
  '[::1]:80',
  '[0:0:0:0:0:0:0:1]:80',
  '[fe80::1]:80',
  '[fd00:ec2::254]:80',
  '[ff02::1]:80',
  '[::ffff:127.0.0.1]:80',
  '[::ffff:a9fe:a9fe]:80',
  '[::7f00:1]:80',
  '[64:ff9b::a00:1]:80',
  '[64:ff9b:1::1]:80',
  '[2002:7f00:1::]:80',
  'localhost:80',
  'LOCALHOST.:80',
  'a.localhost:80',
  'metadata:80',
  'metadata.google.internal:80',
  'host.docker.internal:2375',
  'printer.local:80',
  'gateway:80',
  'rebound.example.com:443',
];

describe('what leads nowhere but out is refused', () => {
  for (const mode of ['packages', 'internet'] as const) {
    test.each(hostile)(`${mode}: CONNECT %s`, async (authority) => {
      const answer = await answerTo(createDialer({ mode }).dial(), connectRequest(authority));
      expect(answer).toMatch(/^HTTP\/1\.1 403 Refused by the sandbox: /);
      expect(answer).toContain('Sandsmith did not connect to ');
    });
  }

  test.each(hostile)('internet: GET http://%s/', async (authority) => {
    const request = `GET http://${authority}/ HTTP/1.1\r\nHost: x\r\n\r\n`;
    expect(await answerTo(createDialer({ mode: 'internet' }).dial(), request)).toMatch(/^HTTP\/1\.1 403 /);
  });

  test('in packages mode: other hosts, other ports, and names that only look like a registry', async () => {
    const others = [
      'example.com:443',
      '203.0.113.9:443',
      'pypi.org:22',
      'pypi.org.example.com:443',
      'xpypi.org:443',
      'a.pypi.org:443',
      'pypi.org%00.example.com:443',
      'user@pypi.org:443',
    ];
    const { dial } = createDialer({ resolve: async () => ['203.0.113.9'] });
    for (const authority of others)
      expect(await answerTo(dial(), connectRequest(authority))).toMatch(/^HTTP\/1\.1 40[03] /);
  });

  test('a registry that resolves to a private address, alone or among others, and mail', async () => {
    for (const addresses of [['10.1.2.3'], ['203.0.113.9', '::1']]) {
      const { dial } = createDialer({ resolve: async () => addresses });
      expect(await answerTo(dial(), connectRequest('pypi.org:443'))).toContain('it leads to');
    }
    const { dial } = createDialer({ mode: 'internet', resolve: async () => ['203.0.113.9'] });
    expect(await answerTo(dial(), connectRequest('example.com:25'))).toMatch(/^HTTP\/1\.1 403 /);
  });

  test.each([
    'GET / HTTP/1.1\r\nHost: pypi.org\r\n\r\n',
    'GET https://pypi.org/ HTTP/1.1\r\nHost: pypi.org\r\n\r\n',
    'DELETE http://pypi.org/ HTTP/1.1\r\nHost: pypi.org\r\n\r\n',
    'CONNECT pypi.org HTTP/1.1\r\nHost: pypi.org\r\n\r\n',
    'CONNECT pypi.org:99999 HTTP/1.1\r\nHost: pypi.org\r\n\r\n',
    'GET file:///etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n',
  ])('%j is no request for a proxy', async (request) => {
    const { dial } = createDialer();
    expect(await answerTo(dial(), request)).toMatch(/^HTTP\/1\.1 400 /);
  });

  test('nonsense and endless headers end the connection', async () => {
    const { dial } = createDialer();
    for (const request of ['\x16\x03\x01\0\0', `GET http://pypi.org/ HTTP/1.1\r\nX: ${'x'.repeat(100_000)}`])
      expect(await answerTo(dial(), request)).toBe('');
  });
});

describe('tunnels', () => {
  test('a tunnel to a mirror: bytes both ways, also those that came with the request, and half close', async () => {
    const port = await listening(
      net.createServer({ allowHalfOpen: true }, (socket) => {
        socket.pipe(socket);
      }),
    );
    const asked: string[] = [];
    const { dial } = createDialer({
      extraHosts: [`mirror.test:${port}`],
      resolve: async (host) => {
        asked.push(host);
        return ['127.0.0.1'];
      },
    });
    const tunnel = dial();
    tunnel.write(`${connectRequest(`mirror.test:${port}`)}early `);
    expect(await readUntil(tunnel, 'early ')).toMatch(/^HTTP\/1\.1 200 /);
    const payload = Buffer.alloc(3_000_000, 'abc');
    tunnel.end(payload);
    expect((await buffer(tunnel)).equals(payload)).toBe(true);
    expect(asked).toEqual(['mirror.test']);
  });
});

describe('plain requests', () => {
  test('plain requests to a mirror, several on one connection, with bodies, without what is for the proxy', async () => {
    const port = await listening(
      http.createServer(async (request, response) => {
        const body = String(await buffer(request));
        response.setHeader('x-seen', JSON.stringify(request.headers));
        response.end(`${request.method} ${request.url} ${body}`);
      }),
    );
    const { dial } = createDialer({ extraHosts: [`mirror.test:${port}`] });
    const tunnel = dial();
    const head = `http://mirror.test:${port}/simple/?q=1 HTTP/1.1\r\nHost: other.test\r\nProxy-Authorization: Basic eDp5\r\nProxy-Connection: keep-alive\r\n`;
    tunnel.write(`GET ${head}\r\n`);
    const first = await readUntil(tunnel, '/simple/?q=1 ');
    expect(first).toMatch(/^HTTP\/1\.1 200 /);
    expect(first).toContain(`"host":"mirror.test:${port}"`);
    expect(first).not.toMatch(/proxy-(authorization|connection)"/);
    tunnel.write(`POST ${head}Content-Length: 5\r\nConnection: close\r\n\r\nhello`);
    expect(String(await buffer(tunnel))).toContain('POST /simple/?q=1 hello');
  });
});

describe('behind a proxy', () => {
  test('a registry through the proxy that the server itself is behind, by name, with its credentials', async () => {
    const asked: unknown[] = [];
    const above = http.createServer();
    above.on('connect', (request, socket) => {
      asked.push([request.url, request.headers['proxy-authorization']]);
      socket.end('HTTP/1.1 200 OK\r\n\r\nfrom above');
    });
    const port = await listening(above);
    const access = { ...noAccess, proxy: { https_proxy: `http://me:secret@127.0.0.1:${port}` } };
    const { dial } = createDialer({
      access: async () => access,
      resolve: () => Promise.reject(new Error('not asked')),
    });
    const answer = await answerTo(dial(), connectRequest('pypi.org:443'));
    expect(answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*from above$/);
    expect(asked).toEqual([['pypi.org:443', `Basic ${btoa('me:secret')}`]]);
    expect(await answerTo(dial(), connectRequest('example.com:443'))).toMatch(/^HTTP\/1\.1 403 /);
  });

  test('in internet mode behind a proxy: the address that was checked, not the name', async () => {
    const asked: unknown[] = [];
    const above = http.createServer();
    above.on('connect', (request, socket) => {
      asked.push(request.url);
      socket.end('HTTP/1.1 200 OK\r\n\r\n');
    });
    const port = await listening(above);
    const access = { ...noAccess, proxy: { https_proxy: `http://127.0.0.1:${port}` } };
    const { dial } = createDialer({
      mode: 'internet',
      access: async () => access,
      resolve: async () => ['203.0.113.9'],
    });
    expect(await answerTo(dial(), connectRequest('example.com:443'))).toMatch(/^HTTP\/1\.1 200 /);
    expect(asked).toEqual(['203.0.113.9:443']);
  });

  test('mirrors of the settings count, on their own port alone', async () => {
    const port = await listening(http.createServer((_request, response) => response.end('here')));
    const access = { ...noAccess, npmRegistry: `http://mirror.test:${port}/npm/` };
    const { dial } = createDialer({ access: async () => access });
    const get = (to: number) =>
      `GET http://mirror.test:${to}/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;
    expect(await answerTo(dial(), get(port))).toMatch(/^HTTP\/1\.1 200 [\s\S]*here/);
    expect(await answerTo(dial(), get(port + 1))).toMatch(/^HTTP\/1\.1 403 /);
  });
});

describe('what goes wrong', () => {
  test('nobody listens, or the name has no address: the answer says so', async () => {
    const port = await listening(net.createServer());
    await closing.pop()?.();
    const { dial } = createDialer({ extraHosts: [`mirror.test:${port}`] });
    expect(await answerTo(dial(), connectRequest(`mirror.test:${port}`))).toMatch(
      /^HTTP\/1\.1 502 .*ECONNREFUSED/,
    );
    const nameless = createDialer({ resolve: () => Promise.reject(new Error('ENOTFOUND')) });
    expect(await answerTo(nameless.dial(), connectRequest('pypi.org:443'))).toMatch(
      /^HTTP\/1\.1 502 .*no address/,
    );
  });

  test('the bytes of one sandbox are counted over all its tunnels', async () => {
    const port = await listening(
      net.createServer((socket) => {
        socket.end(Buffer.alloc(60_000));
      }),
    );
    const { dial } = createDialer({ extraHosts: [`mirror.test:${port}`], maxBytes: 100_000 });
    const request = connectRequest(`mirror.test:${port}`);
    expect((await answerTo(dial(), request)).length).toBeGreaterThan(60_000);
    await expect(answerTo(dial(), request).then(({ length }) => length)).resolves.toBeLessThan(60_000);
    expect(await answerTo(dial(), request)).toMatch(/^HTTP\/1\.1 403 .*all the bytes/);
  });

  test('the end of the sandbox ends its connections on both sides', async () => {
    const upstreamClosed = Promise.withResolvers<void>();
    const port = await listening(
      net.createServer((socket) => socket.on('close', () => upstreamClosed.resolve())),
    );
    const { dial, controller } = createDialer({ extraHosts: [`mirror.test:${port}`] });
    const tunnel = dial();
    tunnel.write(connectRequest(`mirror.test:${port}`));
    await readUntil(tunnel, '200');
    controller.abort();
    await upstreamClosed.promise;
    const late = dial();
    await new Promise((resolve) => late.resume().once('close', resolve).once('end', resolve));
  });

  test('a connection that nothing passes through is closed', async () => {
    const port = await listening(net.createServer());
    const { dial } = createDialer({ extraHosts: [`mirror.test:${port}`], idleMs: 50 });
    expect(await answerTo(dial(), connectRequest(`mirror.test:${port}`))).toMatch(/^HTTP\/1\.1 200 /);
  });

  test('refusals are logged once each, and not without end', async () => {
    const lines: object[] = [];
    const logger: Logger = { ...silentLogger, info: (fields) => lines.push(fields) };
    const { dial } = createDialer({ logger });
    await answerTo(dial(), connectRequest('example.com:443'));
    await answerTo(dial(), connectRequest('example.com:443'));
    expect(lines).toEqual([
      { target: 'example.com:443', reason: 'it is not a package registry', mode: 'packages' },
    ]);
    for (let index = 0; index < 50; index++)
      await answerTo(dial(), connectRequest(`h${index}.example.com:1`));
    expect(lines.length).toBe(20);
  });
});
