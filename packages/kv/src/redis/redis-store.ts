import { messageOf, SandsmithError } from '@sandsmith/foundation/errors';
import { type Logger, silentLogger } from '@sandsmith/foundation/logger';
import { Redis, type RedisOptions } from 'ioredis';
import type { KeyValueStore } from '../kv.ts';
import { createListenerTable, type ListenerTable } from '../listener-table.ts';
import { checkTtl } from '../ttl.ts';

export interface RedisStoreOptions {
  /** `redis://[user:password@]host:port[/database]`, or `rediss://` for TLS. */
  url: string;
  /** Stands before every key and channel, so that several installations can share one Redis. */
  keyPrefix?: string;
  logger?: Logger;
  /** How long one command may take, a lost connection included. */
  commandTimeoutMs?: number;
}

/** One round trip, so that no other process can come between the test and the write. */
const incrementScript = `
if redis.call('EXISTS', KEYS[1]) == 0 then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return tonumber(ARGV[1])
end
return redis.call('INCRBY', KEYS[1], ARGV[1])`;

/** A store shared by all processes. Connects on first use; reconnects and resubscribes by itself. */
export function createRedisStore(options: RedisStoreOptions): KeyValueStore {
  const { keyPrefix = 'sandsmith:', logger = silentLogger } = options;
  const { client, subscriber, place } = connect(options, logger);
  const listeners = createListenerTable(logger);
  subscriber.on('message', (channel: string, message: string) => listeners.deliver(channel, message));
  let isClosed = false;

  async function ask<T>(work: () => Promise<T>): Promise<T> {
    if (isClosed) throw closedError();
    try {
      return await work();
    } catch (error) {
      throw unavailable(place, error);
    }
  }

  const subscribe = createSubscribe({ subscriber, listeners, ask });

  return {
    kind: 'redis',
    get: (key) => ask(async () => (await client.get(keyPrefix + key)) ?? undefined),
    async set(key, value, setOptions) {
      const ttlMs = setOptions?.ttlMs === undefined ? undefined : checkTtl(setOptions.ttlMs);
      await ask(() =>
        ttlMs === undefined
          ? client.set(keyPrefix + key, value)
          : client.set(keyPrefix + key, value, 'PX', ttlMs),
      );
    },
    async setIfAbsent(key, value, { ttlMs }) {
      const wholeTtlMs = checkTtl(ttlMs);
      return ask(async () => (await client.set(keyPrefix + key, value, 'PX', wholeTtlMs, 'NX')) === 'OK');
    },
    delete: (key) => ask(async () => (await client.del(keyPrefix + key)) === 1),
    async increment(key, { ttlMs, by = 1 }) {
      const wholeTtlMs = checkTtl(ttlMs);
      return ask(async () => Number(await client.eval(incrementScript, 1, keyPrefix + key, by, wholeTtlMs)));
    },
    async publish(channel, message) {
      await ask(() => client.publish(keyPrefix + channel, message));
    },
    subscribe: (channel, listener) => subscribe(keyPrefix + channel, listener),
    async ping() {
      await ask(() => client.ping());
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      listeners.clear();
      await Promise.all([end(client), end(subscriber)]);
    },
  };
}

function connect({ url, commandTimeoutMs = 3_000 }: RedisStoreOptions, logger: Logger) {
  const place = placeOf(url);
  const redisOptions: RedisOptions = {
    lazyConnect: true,
    commandTimeout: commandTimeoutMs,
    connectTimeout: commandTimeoutMs,
    // ioredis arms this timer on closing even where the socket is gone already, and it holds the process.
    disconnectTimeout: 100,
    maxRetriesPerRequest: 3,
    // A counter must not be counted twice because the answer was lost.
    autoResendUnfulfilledCommands: false,
    retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 6), 2_000),
  };
  const client = new Redis(url, redisOptions);
  const subscriber = new Redis(url, redisOptions);
  for (const connection of [client, subscriber]) reportState(connection, place, logger);
  return { client, subscriber, place };
}

/** Says once that Redis was lost and once that it is back, not at every attempt. */
function reportState(connection: Redis, place: string, logger: Logger): void {
  let isLost = false;
  connection.on('error', (error) => {
    if (isLost) return;
    isLost = true;
    logger.warn({ redis: place, error: messageOf(error) }, 'Redis does not answer; trying again');
  });
  connection.on('ready', () => {
    if (isLost) logger.info({ redis: place }, 'Redis is back');
    isLost = false;
  });
}

interface SubscribeParts {
  subscriber: Redis;
  listeners: ListenerTable;
  ask: <T>(work: () => Promise<T>) => Promise<T>;
}

/** Changes to the wire subscriptions run one after another, so that the last state wanted is the one in force. */
function createSubscribe({ subscriber, listeners, ask }: SubscribeParts): KeyValueStore['subscribe'] {
  let previous: Promise<unknown> = Promise.resolve();
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = previous.then(work, work);
    previous = turn.catch(() => undefined);
    return turn;
  }
  async function leave(channel: string): Promise<void> {
    await inTurn(async () => {
      if (listeners.has(channel)) return;
      // Where Redis is away there is nothing to leave: nobody listens any more, so messages go nowhere.
      await ask(() => subscriber.unsubscribe(channel)).catch(() => undefined);
    });
  }
  return (channel, listener) =>
    inTurn(async () => {
      const { remove } = listeners.add(channel, listener);
      try {
        await ask(() => subscriber.subscribe(channel));
      } catch (error) {
        remove();
        throw error;
      }
      return async () => {
        if (remove()) await leave(channel);
      };
    });
}

async function end(connection: Redis): Promise<void> {
  if (connection.status !== 'ready') {
    connection.disconnect();
    return;
  }
  const ended = new Promise((resolve) => connection.once('end', resolve));
  await connection.quit().then(
    () => ended,
    () => connection.disconnect(),
  );
}

/** Host and port alone: a Redis address may hold a password. */
function placeOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.hostname && ['redis:', 'rediss:'].includes(parsed.protocol))
    return `${parsed.hostname}:${parsed.port || '6379'}`;
  throw new SandsmithError({
    code: 'kv.unavailable',
    message:
      'REDIS_URL is not a Redis address. Write it as redis://host:6379 (rediss:// for TLS), or leave it out to keep shared state in memory.',
  });
}

function closedError(): SandsmithError {
  return new SandsmithError({
    code: 'kv.unavailable',
    message: 'The Redis store is closed because the server is stopping. Try again once it is back.',
  });
}

function unavailable(place: string, error: unknown): SandsmithError {
  if (error instanceof SandsmithError) return error;
  // Only the message goes on: a Redis reply error carries the command with its arguments.
  const reason = messageOf(error);
  return new SandsmithError({
    code: 'kv.unavailable',
    message: `Redis at ${place} did not carry out the command (${reason}). Check that it runs and that REDIS_URL is right; Sandsmith reconnects by itself.`,
    cause: new Error(reason),
    isRetryable: true,
  });
}
