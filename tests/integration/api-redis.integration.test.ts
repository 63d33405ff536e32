import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { projectSchema } from '@sandsmith/contracts/domain/project';
import type { DocumentEvent } from '@sandsmith/contracts/events/socket';
import { delay } from '@sandsmith/foundation/delay';
import { type Product, startProduct } from '@sandsmith/test-kit/product/start-product';
import { createRedisServer } from '@sandsmith/test-kit/redis-server';
import { io } from 'socket.io-client';

const redis = createRedisServer();
let product: Product;
beforeAll(async () => {
  const { url } = await redis.start();
  product = await startProduct({ env: { REDIS_URL: url, LOGIN_ATTEMPTS: '3' } });
});
afterAll(async () => {
  await product.close();
  await redis.close();
});

test('with Redis the product works the same: sessions, events, limits', async () => {
  const { body } = await product.client.request('GET', '//metrics');
  expect(body).toContain('sandsmith_kv_info{kind="redis"} 1');

  const project = await product.client.call('POST', '/projects', {
    json: { name: 'R' },
    schema: projectSchema,
  });
  const socket = io(product.url, { transports: ['websocket'], auth: { token: product.client.token } });
  try {
    const events: DocumentEvent[] = [];
    socket.on('document.event', ({ event }: { event: DocumentEvent }) => events.push(event));
    expect(await socket.timeout(5_000).emitWithAck('document.subscribe', { projectId: project.id })).toEqual({
      ok: true,
    });
    await product.client.upload(project.id, [{ name: 'a.csv', content: 'a\n1\n' }]);
    for (let tries = 0; tries < 50 && events.length < 2; tries += 1) await delay(100);
    expect(events.at(-1)).toMatchObject({ type: 'document.changed', document: { status: 'ready' } });
    expect(events.filter(({ type }) => type === 'document.changed')).toHaveLength(2);
  } finally {
    socket.disconnect();
  }

  const json = { email: 'x@example.org', password: 'wrong' };
  for (const status of [401, 401, 401, 429])
    expect((await product.client.request('POST', '/auth/login', { json })).status).toBe(status);
});

test('with Redis away, requests are answered rather than left hanging, and work goes on when it is back', async () => {
  await redis.stop();
  try {
    const { status, body } = await product.client.request('GET', '/system/health');
    // The session is proved by the shared store: while it is away, the answer says that, and nothing hangs.
    expect([200, 503]).toContain(status);
    if (status === 503) expect(body).toMatchObject({ code: 'kv.unavailable' });
  } finally {
    await redis.start();
  }
  for (let tries = 0; tries < 50; tries += 1) {
    if ((await product.client.request('GET', '/projects')).status === 200) break;
    await delay(200);
  }
  expect((await product.client.request('GET', '/projects')).status).toBe(200);
});
