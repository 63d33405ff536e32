/** At most `slots` pieces of work at a time, first come first served. */
export interface Semaphore {
  run<T>(work: () => Promise<T>, options: { signal: AbortSignal }): Promise<T>;
}

export function createSemaphore(slots: number): Semaphore {
  let free = slots;
  const queue: (() => void)[] = [];

  async function enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (free > 0) {
      free -= 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const give = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        queue.splice(queue.indexOf(give), 1);
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      queue.push(give);
    });
  }

  function exit(): void {
    const next = queue.shift();
    if (next) next();
    else free += 1;
  }

  return {
    async run(work, { signal }) {
      await enter(signal);
      try {
        return await work();
      } finally {
        exit();
      }
    },
  };
}
