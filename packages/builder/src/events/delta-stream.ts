const flushEveryMs = 100;

/** Gathers text and passes it on at most ten times a second, in order and whole. */
export interface DeltaStream {
  push(text: string): void;
  /** Passes on what is left and waits until everything has been taken; rejects where taking failed. */
  end(): Promise<void>;
}

export function createDeltaStream(take: (text: string) => Promise<void>): DeltaStream {
  let buffer = '';
  let timer: NodeJS.Timeout | undefined;
  let tail: Promise<void> = Promise.resolve();
  let failure: { error: unknown } | undefined;

  function flush({ isLast }: { isLast: boolean }): void {
    timer = undefined;
    // Half of a surrogate pair waits for its other half.
    const isHalf = !isLast && /[\uD800-\uDBFF]$/.test(buffer);
    const text = isHalf ? buffer.slice(0, -1) : buffer;
    buffer = isHalf ? buffer.slice(-1) : '';
    if (text === '') return;
    tail = tail
      .then(() => (failure ? undefined : take(text)))
      .catch((error: unknown) => {
        failure ??= { error };
      });
  }

  return {
    push(text) {
      if (failure) throw failure.error;
      buffer += text;
      timer ??= setTimeout(() => flush({ isLast: false }), flushEveryMs);
    },
    async end() {
      clearTimeout(timer);
      flush({ isLast: true });
      await tail;
      if (failure) throw failure.error;
    },
  };
}
