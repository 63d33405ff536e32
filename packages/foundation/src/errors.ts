/** The base of every error that Sandsmith raises on purpose. */
export interface SandsmithErrorOptions {
  /** Stable and dotted, such as `document.too-large`; see contracts/error-codes. */
  code: string;
  /** What happened, why, and what to do next, in plain sentences. */
  message: string;
  cause?: unknown;
  isRetryable?: boolean;
  /** Safe to show to the person who made the request. */
  details?: Record<string, unknown>;
}

export class SandsmithError extends Error {
  readonly code: string;
  readonly isRetryable: boolean;
  readonly details: Record<string, unknown>;

  constructor({ code, message, cause, isRetryable = false, details = {} }: SandsmithErrorOptions) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'SandsmithError';
    this.code = code;
    this.isRetryable = isRetryable;
    this.details = details;
  }
}

export function isSandsmithError(error: unknown, code?: string): error is SandsmithError {
  return error instanceof SandsmithError && (code === undefined || error.code === code);
}

/** The message of anything thrown; for logs and diagnoses, never for matching. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
