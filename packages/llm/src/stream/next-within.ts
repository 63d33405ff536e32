/**
 * The iterator's next result, or a rejection: with the signal's reason when aborted, with `timeoutError()`
 * when nothing came in time. Leaves no timer and no listener.
 */
export function nextWithin<T>(
  iterator: AsyncIterator<T>,
  options: { timeoutMs: number; signal: AbortSignal; timeoutError: () => Error },
): Promise<IteratorResult<T>> {
  const { timeoutMs, signal, timeoutError } = options;
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const timer = setTimeout(() => settle(() => reject(timeoutError())), timeoutMs);
    const onAbort = (): void => settle(() => reject(signal.reason));
    signal.addEventListener('abort', onAbort, { once: true });
    function settle(finish: () => void): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      finish();
    }
    iterator.next().then(
      (result) => settle(() => resolve(result)),
      (error) => settle(() => reject(signal.aborted ? signal.reason : error)),
    );
  });
}
