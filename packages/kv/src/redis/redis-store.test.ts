import { afterEach, expect, test } from '@jest/globals';
import { delay } from '@sandsmith/foundation/delay';
import { createRedisServer, type RedisServer } from '@sandsmith/test-kit/redis-server';
import type { KeyValueStore } from '../kv.ts';
import { createRedisStore } from './redis-store.ts';

const toClose: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const resource of toClose.splice(0).reverse()) await resource.close();
});

async function begin(options: { keyPrefix?: string } = {}): Promise<{
  server: RedisServer;
  store: KeyValueStore;
  url: string;
}> {
  const server = createRedisServer();
  toClose.push(server);
  const { url } = await server.start();
  const store = createRedisStore({ url, commandTimeoutMs: 600, ...options });
  toClose.push(store);
  return { server, store, url };
}

test('Redis lost in the middle: a clear error in bounded time, then back by itself with its subscriptions', async () => {
  const { server, store } = await begin();
  const heard: string[] = [];
  await store.subscribe('news', (message) => heard.push(message));
  await store.publish('news', 'before');
  await server.stop();

  const startedMs = performance.now();
  await expect(store.set('a', 'b')).rejects.toMatchObject({
    code: 'kv.unavailable',
    isRetryable: true,
    message: expect.stringMatching(/Redis at 127\.0\.0\.1:\d+ .*REDIS_URL/),
  });
  await expect(store.ping()).rejects.toMatchObject({ code: 'kv.unavailable' });
  await expect(store.subscribe('more', () => {})).rejects.toMatchObject({ code: 'kv.unavailable' });
  expect(performance.now() - startedMs).toBeLessThan(4_000);

  await server.start();
  for (let tries = 0; !heard.includes('after'); tries += 1) {
    if (tries > 100) throw new Error('the subscription did not come back');
    await store.publish('news', 'after').catch(() => undefined);
    await delay(50);
  }
  await store.set('a', 'c');
  expect(await store.get('a')).toBe('c');
});

test('two prefixes on one Redis see neither keys nor channels of each other', async () => {
  const { store, url } = await begin({ keyPrefix: 'one:' });
  const other = createRedisStore({ url, keyPrefix: 'two:' });
  const second = createRedisStore({ url, keyPrefix: 'one:' });
  toClose.push(other, second);
  const heard: string[] = [];
  await other.subscribe('news', (message) => heard.push(`other ${message}`));
  await second.subscribe('news', (message) => heard.push(`second ${message}`));
  await store.set('key', 'mine');
  await store.publish('news', 'hello');
  expect(await other.get('key')).toBeUndefined();
  expect(await second.get('key')).toBe('mine');
  for (let waitedMs = 0; heard.length === 0 && waitedMs < 2_000; waitedMs += 10) await delay(10);
  expect(heard).toEqual(['second hello']);
});

test('closing while Redis is away ends at once', async () => {
  const { server, store } = await begin();
  await store.ping();
  await server.stop();
  const startedMs = performance.now();
  await store.close();
  expect(performance.now() - startedMs).toBeLessThan(500);
});

test('an address that is none is refused without showing it', () => {
  expect(() => createRedisStore({ url: 'secret-password' })).toThrow(/redis:\/\/host:6379/);
  const refused = () => createRedisStore({ url: 'http://:secret-password@x' });
  expect(refused).toThrow(/not a Redis address/);
  expect(refused).not.toThrow(/secret-password/);
});
