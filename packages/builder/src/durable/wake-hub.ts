/** Wakes those who wait for something to change, so that looking again every few seconds is only the fallback. */
export interface WakeHub {
  /** Resolves when the key is woken, after `timeoutMs`, or when the signal aborts. */
  wait(key: string, options: { timeoutMs: number; signal: AbortSignal }): Promise<void>;
  wake(key: string): void;
}

export function createWakeHub(): WakeHub {
  const sleepers = new Map<string, Set<() => void>>();
  return {
    wait(key, { timeoutMs, signal }) {
      if (signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const group = sleepers.get(key) ?? new Set();
        const finish = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', finish);
          group.delete(finish);
          if (group.size === 0) sleepers.delete(key);
          resolve();
        };
        const timer = setTimeout(finish, timeoutMs);
        signal.addEventListener('abort', finish, { once: true });
        group.add(finish);
        sleepers.set(key, group);
      });
    },
    wake(key) {
      for (const finish of [...(sleepers.get(key) ?? [])]) finish();
    },
  };
}
