/** Lets so many through at a time; the others wait in order, or leave when aborted. */
export interface Turnstile {
  pass<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
  /** Resolves once nobody is inside or waiting. */
  idle(): Promise<void>;
}

export function createTurnstile(places: number): Turnstile {
  let inside = 0;
  const waiting: (() => void)[] = [];
  const running = new Set<Promise<unknown>>();

  const enter = (signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      signal.throwIfAborted();
      if (inside < places) {
        inside += 1;
        return resolve();
      }
      const onAbort = () => {
        waiting.splice(waiting.indexOf(admit), 1);
        reject(signal.reason);
      };
      const admit = () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      signal.addEventListener('abort', onAbort, { once: true });
      waiting.push(admit);
    });
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else inside -= 1;
  };
  return {
    async pass(signal, work) {
      await enter(signal);
      const result = work().finally(leave);
      running.add(result);
      try {
        return await result;
      } finally {
        running.delete(result);
      }
    },
    async idle() {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}
