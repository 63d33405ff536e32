import type { Logger } from '@sandsmith/foundation/logger';
import type { KeyValueStore } from '@sandsmith/kv/kv';
import { createMemoryStore } from '@sandsmith/kv/memory/memory-store';
import { createRedisStore } from '@sandsmith/kv/redis/redis-store';
import { Redis } from 'ioredis';
import type { Config } from '../config.ts';
import type { Lifecycle } from './lifecycle.ts';

export interface SharedState {
  kv: KeyValueStore;
  /** A plain client for libraries that want one; absent without REDIS_URL. */
  redis: Redis | undefined;
}

/** Short-lived shared state: in Redis where REDIS_URL is set, in this process where it is not. */
export function createSharedState(options: {
  config: Config;
  logger: Logger;
  lifecycle: Lifecycle;
}): SharedState {
  const { config, logger, lifecycle } = options;
  const url = config.redisUrl;
  const kv = url === undefined ? createMemoryStore({ logger }) : createRedisStore({ url, logger });
  lifecycle.add('kv', () => kv.close());
  if (url === undefined) return { kv, redis: undefined };
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 2 });
  redis.on('error', (error) => logger.warn({ reason: error.message }, 'redis connection is broken'));
  lifecycle.add('redis', () => redis.disconnect());
  return { kv, redis };
}
