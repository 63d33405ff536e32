import { hashToken } from '@sandsmith/crypto/tokens';
import { SandsmithError } from '@sandsmith/foundation/errors';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible';

/** What an attempt is counted by. */
export interface LoginAttempt {
  address: string;
  email: string;
}

export interface LoginLimiter {
  /** Counts an attempt before its password is looked at; throws `request.rate-limited` when there were too many. */
  count(attempt: LoginAttempt): Promise<void>;
  /** A right password clears what was counted for that address and email. */
  forgive(attempt: LoginAttempt): Promise<void>;
}

export interface LoginLimiterOptions {
  /** An ioredis client where several servers count together; each counts for itself without one. */
  redis?: unknown;
  attemptsPerEmail?: number;
  attemptsPerAddress?: number;
  windowSeconds?: number;
}

/** Ten tries for an email from one address, a hundred for all emails, in 15 minutes. */
export function createLoginLimiter({
  redis,
  attemptsPerEmail = 10,
  attemptsPerAddress = 100,
  windowSeconds = 900,
}: LoginLimiterOptions = {}): LoginLimiter {
  const limiter = (keyPrefix: string, points: number): RateLimiterAbstract => {
    const inMemory = new RateLimiterMemory({ keyPrefix, points, duration: windowSeconds });
    if (!redis) return inMemory;
    // Redis away: each server counts for itself until it is back.
    return new RateLimiterRedis({
      storeClient: redis,
      keyPrefix,
      points,
      duration: windowSeconds,
      insuranceLimiter: inMemory,
    });
  };
  const byEmail = limiter('login-email', attemptsPerEmail);
  const byAddress = limiter('login-address', attemptsPerAddress);
  const emailKey = ({ address, email }: LoginAttempt) => hashToken(`${address} ${email}`);

  return {
    async count(attempt) {
      await consume(byEmail, emailKey(attempt));
      await consume(byAddress, hashToken(attempt.address));
    },
    async forgive(attempt) {
      await byEmail.delete(emailKey(attempt));
      await byAddress.reward(hashToken(attempt.address));
    },
  };
}

async function consume(limiter: RateLimiterAbstract, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (rejection) {
    if (!(rejection instanceof RateLimiterRes)) throw rejection;
    const retryAfterSeconds = Math.max(1, Math.ceil(rejection.msBeforeNext / 1_000));
    throw new SandsmithError({
      code: 'request.rate-limited',
      message: `There were too many sign-in attempts. Wait ${retryAfterSeconds} seconds and try again.`,
      isRetryable: true,
      details: { retryAfterSeconds },
    });
  }
}
