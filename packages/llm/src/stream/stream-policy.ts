/** How long a driver waits and how often it tries. */
export interface StreamPolicy {
  /** Until the vendor sends anything at all of its answer. */
  firstByteTimeoutMs: number;
  /** Between two pieces. */
  idleTimeoutMs: number;
  /** Tries in all, before the first token only: what a person has seen is never sent twice. */
  attempts: number;
  retryBaseMs: number;
  /** A vendor that asks for a longer pause than this is not tried again. */
  maxRetryWaitMs: number;
}

export const defaultStreamPolicy: StreamPolicy = {
  firstByteTimeoutMs: 120_000,
  idleTimeoutMs: 90_000,
  attempts: 4,
  retryBaseMs: 500,
  maxRetryWaitMs: 60_000,
};
