import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { providerListSchema } from '@sandsmith/contracts/http/providers';
import { type Product, startProduct } from '@sandsmith/test-kit/product/start-product';

const apiKey = 'sk-very-secret-key-1234';
let product: Product;
let server: Server;
let baseUrl: string;
const asked: (string | undefined)[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.headers.authorization);
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ object: 'list', data: [{ id: 'model-a', object: 'model' }] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  product = await startProduct({
    env: { OPENAI_API_KEY: 'sk-of-the-environment', OPENAI_BASE_URL: baseUrl },
  });
});
afterAll(async () => {
  await product.close();
  server.close();
});

const providers = async () => {
  const list = await product.client.call('GET', '/providers', { schema: providerListSchema });
  return { ...list, openai: list.providers.find(({ id }) => id === 'openai') };
};

test("the environment's settings are used until a user stores their own", async () => {
  const before = await providers();
  expect(before.providers.map(({ id }) => id)).toEqual(['builtin', 'openai', 'ollama']);
  expect(before).toMatchObject({
    defaultProvider: 'openai',
    openai: { status: 'ready', source: 'environment' },
  });
  expect(asked.at(-1)).toBe('Bearer sk-of-the-environment');

  const put = await product.client.request('PUT', '/credentials/openai', { json: { apiKey, baseUrl } });
  expect(put).toMatchObject({ status: 200, body: { provider: 'openai', baseUrl, keyEnding: '1234' } });
  expect((await providers()).openai).toMatchObject({ source: 'credential', status: 'ready' });
  expect(asked.at(-1)).toBe(`Bearer ${apiKey}`);

  const other = await product.register('other');
  const theirs = await other.call('GET', '/providers', { schema: providerListSchema });
  expect(theirs.providers.find(({ id }) => id === 'openai')).toMatchObject({ source: 'environment' });
});

test('a key is sealed where it is stored, and never told again', async () => {
  const rows = await product.context.store.database.prisma.credential.findMany();
  expect(rows).toHaveLength(1);
  expect(Buffer.from(rows[0]?.sealed ?? []).includes(apiKey)).toBe(false);
  expect(JSON.stringify(await providers())).not.toContain('secret');
});

test('a key stays with its address: with another one it has to be entered again', async () => {
  const put = (json: object) => product.client.request('PUT', '/credentials/openai', { json });
  expect((await put({ baseUrl, defaultModel: 'model-a' })).body).toMatchObject({ keyEnding: '1234' });
  expect((await put({ baseUrl: 'http://127.0.0.1:9/v1' })).body).toMatchObject({ keyEnding: null });
});

describe('addresses', () => {
  test.each([
    'http://169.254.169.254/latest/meta-data',
    'http://[fe80::1]/v1',
    'http://[::ffff:169.254.169.254]/v1',
    'http://metadata.google.internal/v1',
    'http://2852039166/v1',
    'http://0.0.0.0/v1',
    'http://100.100.100.200/',
    'http://user:password@127.0.0.1/v1',
  ])('%s is refused', async (address) => {
    const problem = await product.client.problem('PUT', '/credentials/ollama', {
      json: { baseUrl: address },
    });
    expect(problem).toMatchObject({ status: 422, code: 'credential.address-refused' });
  });

  test.each(['file:///etc/passwd', 'ftp://host/', 'javascript:alert(1)', 'x'])(
    '%s is no address',
    async (address) => {
      const problem = await product.client.problem('PUT', '/credentials/ollama', {
        json: { baseUrl: address },
      });
      expect(problem).toMatchObject({ status: 400, issues: [{ path: 'baseUrl' }] });
    },
  );

  test('of this machine are allowed: that is where Ollama is', async () => {
    const json = { baseUrl: 'http://localhost:11434' };
    expect((await product.client.request('PUT', '/credentials/ollama', { json })).status).toBe(200);
    expect((await product.client.request('DELETE', '/credentials/ollama')).status).toBe(204);
    expect((await product.client.problem('DELETE', '/credentials/ollama')).code).toBe('credential.not-found');
  });
});

test('nothing to store, or a provider that takes nothing, is refused', async () => {
  expect((await product.client.request('PUT', '/credentials/openai', { json: {} })).status).toBe(400);
  expect((await product.client.request('PUT', '/credentials/builtin', { json: { apiKey } })).status).toBe(
    400,
  );
});
