/** Something to wait for, again and again. */
export interface WakeUp {
  /** All who wait go on. */
  wake(): void;
  /** Resolves at the next `wake`. */
  change(): Promise<void>;
}

export function createWakeUp(): WakeUp {
  let next = Promise.withResolvers<void>();
  return {
    wake() {
      next.resolve();
      next = Promise.withResolvers();
    },
    change: () => next.promise,
  };
}
