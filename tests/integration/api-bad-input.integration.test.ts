import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { routes } from '@sandsmith/gateway/routes/registry';
import { type Product, startProduct } from '@sandsmith/test-kit/product/start-product';
import { addressOf, type Belongings, createBelongings, validBodies } from './api-fixture.ts';

let product: Product;
let own: Belongings;
beforeAll(async () => {
  product = await startProduct();
  own = await createBelongings(product, product.client);
});
afterAll(() => product.close());

const named = (list: typeof routes) =>
  list.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const);
const withJson = routes.filter(({ body }) => body?.kind === 'json');
const bodiless = routes.filter(({ body, method }) => !body && method !== 'get');

test('there are routes to test', () => {
  expect(withJson.length).toBeGreaterThan(5);
  expect(bodiless.length).toBeGreaterThan(5);
});

describe.each(named(withJson))('%s', (_name, route) => {
  const send = (options: object) =>
    product.client.problem(route.method.toUpperCase(), addressOf(route, own), options);

  test('names the unknown field', async () => {
    const valid = validBodies[`${route.method} ${route.path}`] as object;
    const problem = await send({ json: { ...valid, surprise: 1 } });
    expect(problem).toMatchObject({ status: 400, code: 'request.invalid' });
    expect(problem.issues).toContainEqual({ path: 'surprise', message: 'is not a known field' });
    const polluted = JSON.stringify(valid).replace('{', '{"__proto__":{"isAdmin":true},');
    const headers = { 'Content-Type': 'application/json' };
    expect((await send({ body: polluted, headers })).issues?.[0]?.path).toBe('__proto__');
  });

  test('refuses what is no object, no JSON, no UTF-8, or nothing', async () => {
    for (const json of [[], 'text', 7, null, true])
      expect(await send({ json })).toMatchObject({ status: 400, code: 'request.invalid' });
    const headers = { 'Content-Type': 'application/json' };
    for (const body of ['{', '{"a":}', '<xml/>', '{"a":1}}'])
      expect(await send({ body, headers })).toMatchObject({ status: 400, code: 'request.malformed-json' });
    const bytes = new Uint8Array([0x22, 0xff, 0xfe, 0x22]);
    expect(await send({ body: bytes, headers })).toMatchObject({ code: 'request.malformed-json' });
    expect(await send({})).toMatchObject({ status: 400, code: 'request.invalid' });
  });

  test('refuses every field with the wrong type, and tells its path', async () => {
    const valid = validBodies[`${route.method} ${route.path}`] as Record<string, unknown>;
    for (const field of Object.keys(valid)) {
      const { status, issues } = await send({ json: { ...valid, [field]: { wrong: true } } });
      expect(status).toBe(400);
      expect(issues?.some(({ path }) => path === field || path.startsWith(`${field}.`))).toBe(true);
    }
  });

  test('refuses other content types and encodings', async () => {
    const body = JSON.stringify(validBodies[`${route.method} ${route.path}`]);
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/json; charset=utf-16',
    ])
      expect(await send({ body, headers: { 'Content-Type': type } })).toMatchObject({ status: 415 });
    const headers = { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' };
    expect(await send({ body, headers })).toMatchObject({
      status: 415,
      code: 'request.unsupported-media-type',
    });
  });

  test('refuses a body that is too large', async () => {
    const json = { filler: 'x'.repeat(17 * 1024 * 1024) };
    expect(await send({ json })).toMatchObject({ status: 413, code: 'request.too-large' });
  });
});

describe.each(named(bodiless))('%s', (_name, route) => {
  test('takes no fields', async () => {
    const problem = await product.client.problem(route.method.toUpperCase(), addressOf(route, own), {
      json: { surprise: 1 },
    });
    expect(problem).toMatchObject({
      status: 400,
      issues: [{ path: 'surprise', message: 'is not a known field' }],
    });
  });
});

describe.each(named(routes.filter(({ path }) => path.includes(':'))))('%s', (_name, route) => {
  test('refuses an id that is none', async () => {
    for (const id of ['1', 'nothing', "1' or '1'='1", '%00', '..%2f..', 'a'.repeat(5_000)]) {
      const address = route.path.replaceAll(/:\w+/g, id).replace('*path', 'a.txt');
      const json = validBodies[`${route.method} ${route.path}`];
      const { status, code } = await product.client.problem(route.method.toUpperCase(), address, { json });
      expect([id, status, code]).toEqual([id, 400, 'request.invalid']);
    }
  });
});

describe.each(named(routes.filter(({ method }) => method === 'get')))('%s', (_name, route) => {
  test('refuses a query that it does not know', async () => {
    const address = `${addressOf(route, own)}?surprise=1`;
    expect(await product.client.problem('GET', address)).toMatchObject({
      status: 400,
      issues: [{ path: 'surprise', message: 'is not a known field' }],
    });
  });
});

describe('addresses', () => {
  test('that nobody has are 404, below the interface and beside it', async () => {
    for (const path of ['/nothing', '//api/v2/projects', '/projects/x/y/z', '//.env', '//assets/none.js'])
      expect(await product.client.problem('GET', path)).toMatchObject({
        status: 404,
        code: 'request.not-found',
      });
  });

  test('tell the methods that they take', async () => {
    const problem = await product.client.problem('PUT', '/projects');
    expect(problem).toMatchObject({ status: 405, code: 'request.method-not-allowed' });
    expect(problem.headers.get('allow')).toBe('GET, POST');
  });

  test('with a wrong escape are 400', async () => {
    expect(await product.client.problem('GET', '/projects/%ZZ')).toMatchObject({ status: 400 });
  });
});

describe('text that nothing can keep', () => {
  test.each([
    ['POST', '/projects', { name: 'a\0b' }, 'name'],
    ['POST', '/projects', { name: 'half \ud800' }, 'name'],
    ['POST', '/api-keys', { name: '\0' }, 'name'],
    ['PUT', '/credentials/ollama', { defaultModel: 'a\0b' }, 'defaultModel'],
    ['PUT', '/credentials/openai', { apiKey: 'sk-a\nX-Other: b' }, 'apiKey'],
    ['POST', '/runs', { language: 'bash', files: [{ path: 'a.sh', content: '' }], args: ['a\0b'] }, 'args.0'],
    ['POST', '/runs', { language: 'bash', files: [{ path: 'a\ud800.sh', content: '' }] }, 'files.0.path'],
  ])('%s %s %j is 400', async (method, path, json, field) => {
    const problem = await product.client.problem(method, path, { json });
    expect(problem).toMatchObject({ status: 400, code: 'request.invalid' });
    expect(problem.issues?.map((issue) => issue.path)).toEqual([field]);
  });

  test('is refused in a registration and in a request for a build', async () => {
    const build = { spec: 'Average of a\0 by b', approval: 'manual' };
    const problem = await product.client.problem('POST', `/projects/${own.project}/builds`, { json: build });
    expect(problem).toMatchObject({ status: 400, issues: [{ path: 'spec' }] });
  });
});

describe('what is no HTTP request', () => {
  test.each([
    ['a TLS handshake', '\x16\x03\x01\x02\x00', 400, 'request.malformed-http'],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      400,
      'request.malformed-http',
    ],
    [
      'a length and chunks',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
      'request.malformed-http',
    ],
    [
      'headers of 40 KiB',
      `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(40_960)}\r\n\r\n`,
      431,
      'request.headers-too-large',
    ],
    ['a tunnel', 'CONNECT other:443 HTTP/1.1\r\nHost: other\r\n\r\n', 405, 'request.method-not-allowed'],
  ])('%s gets its problem', async (_name, text, status, code) => {
    const answer = await exchange(text);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain('Content-Type: application/problem+json');
    expect(answer).toContain(`"code":"${code}"`);
  });

  test('an offer of HTTP/2 is passed over, and the request answered', async () => {
    const offer = 'Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk';
    const answer = await exchange(`GET /healthz HTTP/1.1\r\nHost: x\r\n${offer}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1.1 200 /);
  });

  /** Everything that comes back until the server ends the connection. */
  function exchange(text: string): Promise<string> {
    const { hostname, port } = new URL(product.url);
    return new Promise((resolve, reject) => {
      let answer = '';
      const socket = connect({ host: hostname, port: Number(port) }, () => socket.write(text, 'latin1'));
      socket.on('data', (chunk) => {
        answer += chunk.toString('utf8');
      });
      socket.on('close', () => resolve(answer));
      socket.on('error', reject);
    });
  }
});

describe('a body of two gigabytes', () => {
  const size = 2 * 1024 ** 3;

  test('is refused by its length, before it is sent', async () => {
    const startedMs = performance.now();
    const answer = await sendHead({ 'Content-Length': String(size), Expect: '100-continue' });
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(answer).toContain('request.too-large');
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });

  test('is refused while it is sent, without being kept', async () => {
    const before = process.memoryUsage().rss;
    const status = await sendWithoutEnd();
    expect(status).toBe(413);
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
  });
});

function sendHead(headers: Record<string, string>): Promise<string> {
  const { hostname, port } = new URL(product.url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect({ host: hostname, port: Number(port) }, () => {
      const lines = Object.entries({
        Host: `${hostname}:${port}`,
        Authorization: `Bearer ${product.client.token}`,
        'Content-Type': 'application/json',
        ...headers,
      }).map(([name, value]) => `${name}: ${value}`);
      socket.write(`POST /api/v1/projects HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    });
    socket.on('data', (chunk) => {
      answer += chunk.toString('utf8');
      if (!answer.includes('}')) return;
      socket.destroy();
      resolve(answer);
    });
    socket.on('error', reject);
  });
}

/** Sends chunk upon chunk until the answer comes; tells its status. */
function sendWithoutEnd(): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      `${product.url}/api/v1/projects`,
      {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${product.client.token}`,
          'Content-Type': 'application/json',
          'Transfer-Encoding': 'chunked',
        },
      },
      (response) => {
        resolve(response.statusCode);
        request.destroy();
      },
    );
    request.on('error', reject);
    const chunk = Buffer.alloc(1024 * 1024, 'x');
    const push = () => {
      while (request.writable && request.write(chunk));
      if (request.writable) request.once('drain', push);
    };
    push();
  });
}
