import { hashToken, signText } from '@sandsmith/crypto/tokens';
import type { AuthSessionRecord, AuthSessionRepository } from '@sandsmith/db/repositories/auth-sessions';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { tokenInvalid } from './access-tokens.ts';

/** A used token that comes again within this time, its successor unused, is a lost answer or a second tab. */
const graceMs = 10_000;

export interface RefreshTokens {
  /**
   * Turns a refresh token into the next one. Throws `auth.token-invalid`, `auth.token-expired` where its session has
   * ended by time, and `auth.refresh-reused` where it was used before, which ends the session.
   */
  trade(refreshToken: string): Promise<{ session: AuthSessionRecord; successor: string }>;
}

export interface RefreshTokensOptions {
  authSessions: AuthSessionRepository;
  /**
   * Successors of refresh tokens are derived with it: presenting the same token twice within the grace gives the
   * same successor, so that a session never has two live refresh tokens.
   */
  refreshKey: Buffer;
  revoke: (sessionId: string, reason: string) => Promise<void>;
  now: () => number;
}

export function createRefreshTokens(options: RefreshTokensOptions): RefreshTokens {
  const { authSessions, refreshKey, revoke, now } = options;
  const successorOf = (refreshToken: string) => signText(refreshToken, refreshKey);

  /** A successor was used exactly where its own successor is known. */
  async function isWithinGrace(successor: string, usedAt: Date): Promise<boolean> {
    if (now() - usedAt.getTime() > graceMs) return false;
    return !(await authSessions.findByRefreshToken(hashToken(successorOf(successor))));
  }

  return {
    async trade(refreshToken) {
      const before = await authSessions.findByRefreshToken(hashToken(refreshToken));
      if (!before) throw tokenInvalid();
      const successor = successorOf(refreshToken);
      const result = await authSessions.rotate({
        tokenHash: hashToken(refreshToken),
        next: { tokenHash: hashToken(successor), expiresAt: before.expiresAt },
        now: new Date(now()),
      });
      if (result.outcome === 'expired') throw sessionOver();
      if (result.outcome === 'unknown' || result.outcome === 'revoked') throw tokenInvalid();
      if (result.outcome === 'used' && !(await isWithinGrace(successor, result.usedAt))) {
        await revoke(result.session.id, 'refresh token used twice');
        throw reused();
      }
      return { session: result.session, successor };
    },
  };
}

function sessionOver(): SandsmithError {
  return new SandsmithError({
    code: 'auth.token-expired',
    message: 'The session has ended after 30 days. Sign in again.',
  });
}

function reused(): SandsmithError {
  return new SandsmithError({
    code: 'auth.refresh-reused',
    message:
      'A refresh token was used a second time, which happens when it was stolen. The session is closed; sign in again.',
  });
}
