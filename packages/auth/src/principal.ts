import type { Role } from '@sandsmith/contracts/domain/user';

/** Who makes a request, once that is proven. */
export interface Principal {
  userId: string;
  role: Role;
  /** The sign-in it came from; absent for API keys. */
  sessionId?: string;
  /** The API key it was made with; absent for sign-ins. */
  apiKeyId?: string;
  /** When the proof runs out, in milliseconds since 1970; absent for keys without an end. */
  expiresAtMs?: number;
}
