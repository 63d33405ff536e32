import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { delay } from '@sandsmith/foundation/delay';
import { newId } from '@sandsmith/foundation/ids';
import { createRedisServer } from '@sandsmith/test-kit/redis-server';
import type { KeyValueStore } from './kv.ts';
import { createMemoryStore } from './memory/memory-store.ts';
import { createRedisStore } from './redis/redis-store.ts';

const redisServer = createRedisServer();
let redisUrl = '';

beforeAll(async () => {
  redisUrl = (await redisServer.start()).url;
});
afterAll(() => redisServer.close());

const drivers: { kind: KeyValueStore['kind']; create: () => KeyValueStore }[] = [
  { kind: 'memory', create: () => createMemoryStore() },
  { kind: 'redis', create: () => createRedisStore({ url: redisUrl, keyPrefix: `${newId()}:` }) },
];

/** Waits until `isTrue` or fails after two seconds. */
async function until(isTrue: () => boolean): Promise<void> {
  for (let waitedMs = 0; !isTrue(); waitedMs += 5) {
    if (waitedMs > 2_000) throw new Error('the awaited state did not come');
    await delay(5);
  }
}

describe.each(drivers)('values: $kind', ({ kind, create }) => {
  let store: KeyValueStore;
  beforeAll(() => {
    store = create();
  });
  afterAll(() => store.close());

  test('says what it is and answers a ping', async () => {
    expect(store.kind).toBe(kind);
    await store.ping();
  });

  test('keeps a value, replaces it and deletes it once', async () => {
    expect(await store.get('a')).toBeUndefined();
    await store.set('a', 'one');
    await store.set('a', 'zwei € 🦉\n\0');
    expect(await store.get('a')).toBe('zwei € 🦉\n\0');
    expect(await store.delete('a')).toBe(true);
    expect(await store.delete('a')).toBe(false);
    expect(await store.get('a')).toBeUndefined();
  });

  test('keeps the empty string as a value', async () => {
    await store.set('empty', '');
    expect(await store.get('empty')).toBe('');
    expect(await store.setIfAbsent('empty', 'x', { ttlMs: 1_000 })).toBe(false);
  });

  test('forgets a value after its time to live, not before', async () => {
    await store.set('short', 'x', { ttlMs: 120 });
    await delay(60);
    expect(await store.get('short')).toBe('x');
    await delay(80);
    expect(await store.get('short')).toBeUndefined();
    expect(await store.delete('short')).toBe(false);
  });

  test('setting without a time to live ends an earlier one', async () => {
    await store.set('kept', 'x', { ttlMs: 40 });
    await store.set('kept', 'y');
    await delay(60);
    expect(await store.get('kept')).toBe('y');
  });
});

describe.each(drivers)('locks and counters: $kind', ({ create }) => {
  let store: KeyValueStore;
  beforeAll(() => {
    store = create();
  });
  afterAll(() => store.close());

  test('sets if absent for exactly one of many at once, and again after the end', async () => {
    const wins = await Promise.all(
      Array.from({ length: 20 }, (_, index) => store.setIfAbsent('lock', String(index), { ttlMs: 80 })),
    );
    expect(wins.filter(Boolean)).toHaveLength(1);
    await delay(100);
    expect(await store.setIfAbsent('lock', 'later', { ttlMs: 80 })).toBe(true);
  });

  test('counts without losing one, and the first count sets how long the counter lives', async () => {
    const counts = await Promise.all(
      Array.from({ length: 50 }, () => store.increment('hits', { ttlMs: 150 })),
    );
    expect([...counts].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    expect(await store.increment('hits', { ttlMs: 60_000, by: 5 })).toBe(55);
    expect(await store.get('hits')).toBe('55');
    await delay(180);
    expect(await store.increment('hits', { ttlMs: 150, by: -2 })).toBe(-2);
  });

  test('refuses to count on text, and a time to live that is none', async () => {
    await store.set('text', 'abc');
    await expect(store.increment('text', { ttlMs: 100 })).rejects.toThrow();
    await expect(store.set('x', 'y', { ttlMs: 0 })).rejects.toThrow(RangeError);
    await expect(store.increment('x', { ttlMs: Number.NaN })).rejects.toThrow(RangeError);
  });
});

describe.each(drivers)('channels: $kind', ({ create }) => {
  let store: KeyValueStore;
  beforeAll(() => {
    store = create();
  });
  afterAll(() => store.close());

  test('delivers published messages in order, to every listener of the channel and to no other', async () => {
    const first: string[] = [];
    const second: string[] = [];
    const other: string[] = [];
    const endings = await Promise.all([
      store.subscribe('news', (message) => first.push(message)),
      store.subscribe('news', (message) => second.push(message)),
      store.subscribe('other', (message) => other.push(message)),
    ]);
    for (let index = 0; index < 20; index += 1) await store.publish('news', `m${index}`);
    await until(() => first.length === 20 && second.length === 20);
    expect(first).toEqual(Array.from({ length: 20 }, (_, index) => `m${index}`));
    expect(other).toEqual([]);
    for (const ending of endings) await ending();
  });

  test('an ended subscription hears nothing, while another on the same channel goes on', async () => {
    const ended: string[] = [];
    const going: string[] = [];
    const listener = (message: string) => ended.push(message);
    const endFirst = await store.subscribe('shared', listener);
    const endSecond = await store.subscribe('shared', (message) => going.push(message));
    await endFirst();
    await endFirst();
    await store.publish('shared', 'x');
    await until(() => going.length === 1);
    expect(ended).toEqual([]);
    await endSecond();
    const endThird = await store.subscribe('shared', listener);
    await store.publish('shared', 'y');
    await until(() => ended.length === 1);
    expect(going).toEqual(['x']);
    await endThird();
  });

  test('subscribing and leaving in quick turns leaves the last one in force', async () => {
    const heard: string[] = [];
    for (let index = 0; index < 10; index += 1) {
      const end = await store.subscribe('turns', () => {});
      void end();
    }
    const end = await store.subscribe('turns', (message) => heard.push(message));
    await store.publish('turns', 'here');
    await until(() => heard.length === 1);
    await end();
  });
});

describe.each(drivers)('faults: $kind', ({ create }) => {
  let store: KeyValueStore;
  beforeAll(() => {
    store = create();
  });
  afterAll(() => store.close());

  test('a listener that throws harms no other', async () => {
    const heard: string[] = [];
    const endBad = await store.subscribe('fragile', () => {
      throw new Error('listener fault');
    });
    const endGood = await store.subscribe('fragile', (message) => heard.push(message));
    await store.publish('fragile', 'x');
    await until(() => heard.length === 1);
    await endBad();
    await endGood();
    await store.ping();
  });

  test('says that it is closed, and closes twice without complaint', async () => {
    const closed = create();
    await closed.set('a', 'b');
    await closed.close();
    await closed.close();
    await expect(closed.get('a')).rejects.toMatchObject({ code: 'kv.unavailable' });
    await expect(closed.subscribe('a', () => {})).rejects.toMatchObject({ code: 'kv.unavailable' });
  });
});
