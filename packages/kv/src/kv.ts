/** Port: short-lived shared state. Drivers: memory/ (one process) and redis/ (many). */
export interface KeyValueStore {
  readonly kind: 'memory' | 'redis';
  get(key: string): Promise<string | undefined>;
  /** Without `ttlMs` the value stays until deleted. */
  set(key: string, value: string, options?: { ttlMs?: number }): Promise<void>;
  /** Sets only where the key is absent; true where it was set. */
  setIfAbsent(key: string, value: string, options: { ttlMs: number }): Promise<boolean>;
  delete(key: string): Promise<boolean>;
  /** Adds `by` (default 1) to a counter that starts at 0; a new counter lives `ttlMs`. */
  increment(key: string, options: { ttlMs: number; by?: number }): Promise<number>;
  publish(channel: string, message: string): Promise<void>;
  /** Resolves when the subscription is in force; call the result to end it. */
  subscribe(channel: string, listener: (message: string) => void): Promise<() => Promise<void>>;
  /** Resolves where the store answers, throws where it does not. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
