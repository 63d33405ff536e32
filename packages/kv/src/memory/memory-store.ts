import { SandsmithError } from '@sandsmith/foundation/errors';
import { type Logger, silentLogger } from '@sandsmith/foundation/logger';
import type { KeyValueStore } from '../kv.ts';
import { createListenerTable } from '../listener-table.ts';
import { checkTtl } from '../ttl.ts';

const sweepEveryMs = 30_000;

interface Entry {
  value: string;
  /** On the monotonic clock, so that a change of the wall clock moves no deadline. */
  expiresAtMs: number;
}

export interface MemoryStoreOptions {
  logger?: Logger;
}

/** A store for one process: gone with it, seen by no other. Holds no timer that keeps a process alive. */
export function createMemoryStore({ logger = silentLogger }: MemoryStoreOptions = {}): KeyValueStore {
  const values = createExpiringValues();
  const listeners = createListenerTable(logger);
  let isClosed = false;

  function checkOpen(): void {
    if (!isClosed) return;
    throw new SandsmithError({
      code: 'kv.unavailable',
      message: 'The in-memory store is closed because the server is stopping. Try again once it is back.',
    });
  }

  return {
    kind: 'memory',
    async get(key) {
      checkOpen();
      return values.read(key)?.value;
    },
    async set(key, value, options) {
      checkOpen();
      values.write(key, value, options?.ttlMs);
    },
    async setIfAbsent(key, value, { ttlMs }) {
      checkOpen();
      if (values.read(key)) return false;
      values.write(key, value, ttlMs);
      return true;
    },
    async delete(key) {
      checkOpen();
      return values.remove(key);
    },
    async increment(key, { ttlMs, by = 1 }) {
      checkOpen();
      return count(values, { key, ttlMs, by });
    },
    async publish(channel, message) {
      checkOpen();
      // As over a network: the listener never runs inside the publisher's call.
      queueMicrotask(() => listeners.deliver(channel, message));
    },
    async subscribe(channel, listener) {
      checkOpen();
      const { remove } = listeners.add(channel, listener);
      return async () => {
        remove();
      };
    },
    async ping() {
      checkOpen();
    },
    async close() {
      isClosed = true;
      values.clear();
      listeners.clear();
    },
  };
}

interface ExpiringValues {
  read(key: string): Entry | undefined;
  write(key: string, value: string, ttlMs: number | undefined): void;
  remove(key: string): boolean;
  clear(): void;
}

/** A value ends exactly at its time; the sweep only gives back the memory of those nobody reads again. */
function createExpiringValues(): ExpiringValues {
  const entries = new Map<string, Entry>();
  let sweep: NodeJS.Timeout | undefined;

  function scheduleSweep(): void {
    if (sweep) return;
    sweep = setTimeout(() => {
      sweep = undefined;
      const nowMs = performance.now();
      let hasDeadline = false;
      for (const [key, entry] of entries) {
        if (entry.expiresAtMs <= nowMs) entries.delete(key);
        else if (entry.expiresAtMs !== Number.POSITIVE_INFINITY) hasDeadline = true;
      }
      if (hasDeadline) scheduleSweep();
    }, sweepEveryMs);
    sweep.unref();
  }

  function read(key: string): Entry | undefined {
    const entry = entries.get(key);
    if (!entry || entry.expiresAtMs > performance.now()) return entry;
    entries.delete(key);
    return undefined;
  }

  return {
    read,
    write(key, value, ttlMs) {
      if (ttlMs === undefined) {
        entries.set(key, { value, expiresAtMs: Number.POSITIVE_INFINITY });
        return;
      }
      entries.set(key, { value, expiresAtMs: performance.now() + checkTtl(ttlMs) });
      scheduleSweep();
    },
    remove: (key) => read(key) !== undefined && entries.delete(key),
    clear() {
      clearTimeout(sweep);
      sweep = undefined;
      entries.clear();
    },
  };
}

function count(
  values: ExpiringValues,
  { key, ttlMs, by }: { key: string; ttlMs: number; by: number },
): number {
  checkTtl(ttlMs);
  const entry = values.read(key);
  if (!entry) {
    values.write(key, String(by), ttlMs);
    return by;
  }
  const next = counterValue(key, entry.value) + by;
  entry.value = String(next);
  return next;
}

function counterValue(key: string, value: string): number {
  if (/^-?\d+$/.test(value)) return Number(value);
  throw new SandsmithError({
    code: 'internal.error',
    message: `The key ${key} holds text, so it cannot be used as a counter. Use another key.`,
  });
}
