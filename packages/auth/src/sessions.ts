import { hashToken, randomToken, signText } from '@sandsmith/crypto/tokens';
import type { AuthSessionRecord, AuthSessionRepository } from '@sandsmith/db/repositories/auth-sessions';
import type { UserRecord, UserRepository } from '@sandsmith/db/repositories/users';
import { SandsmithError } from '@sandsmith/foundation/errors';
import type { AccessTokens } from './access-tokens.ts';
import { tokenInvalid } from './access-tokens.ts';
import type { Principal } from './principal.ts';
import type { SessionStanding } from './session-standing.ts';

const sessionLifetimeMs = 30 * 24 * 3_600_000;
/** A used token that comes again within this time, its successor unused, is a lost answer or a second tab. */
const graceMs = 10_000;

export interface IssuedSession {
  user: UserRecord;
  accessToken: string;
  accessTokenExpiresAt: Date;
  refreshToken: string;
  refreshTokenExpiresAt: Date;
}

export interface Sessions {
  open(user: UserRecord, options: { userAgent?: string }): Promise<IssuedSession>;
  /** Turns a refresh token into the next one; a token used before ends the whole session. */
  refresh(refreshToken: string): Promise<IssuedSession>;
  /** Ends the session of a refresh token; does nothing for a token that nobody knows. */
  close(refreshToken: string): Promise<void>;
  revoke(sessionId: string, reason: string): Promise<void>;
  /** Proves an access token, and that its session and its user still stand. */
  authenticate(accessToken: string): Promise<Principal>;
}

export interface SessionsOptions {
  users: UserRepository;
  authSessions: AuthSessionRepository;
  standing: SessionStanding;
  accessTokens: AccessTokens;
  /**
   * Successors of refresh tokens are derived with it: presenting the same token twice within the grace gives the
   * same successor, so that a session never has two live refresh tokens.
   */
  refreshKey: Buffer;
  now?: () => number;
}

export function createSessions(options: SessionsOptions): Sessions {
  const { users, authSessions, standing, accessTokens, refreshKey, now = Date.now } = options;
  const successorOf = (refreshToken: string) => signText(refreshToken, refreshKey);

  function issue(session: AuthSessionRecord, user: UserRecord, refreshToken: string): IssuedSession {
    const access = accessTokens.issue({ userId: user.id, sessionId: session.id });
    return {
      user,
      accessToken: access.token,
      accessTokenExpiresAt: access.expiresAt,
      refreshToken,
      refreshTokenExpiresAt: session.expiresAt,
    };
  }

  async function revoke(sessionId: string, reason: string): Promise<void> {
    await authSessions.revoke(sessionId, reason);
    await standing.markEnded(sessionId);
  }

  async function open(user: UserRecord, { userAgent }: { userAgent?: string }): Promise<IssuedSession> {
    const refreshToken = randomToken();
    const expiresAt = new Date(now() + sessionLifetimeMs);
    const session = await authSessions.create({
      userId: user.id,
      userAgent: userAgent?.slice(0, 400),
      expiresAt,
      refreshToken: { tokenHash: hashToken(refreshToken), expiresAt },
    });
    return issue(session, user, refreshToken);
  }

  async function refresh(refreshToken: string): Promise<IssuedSession> {
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
    const user = await users.findById(result.session.userId);
    if (!user || user.disabledAt) throw tokenInvalid();
    return issue(result.session, user, successor);
  }

  /** A successor was used exactly where its own successor is known. */
  async function isWithinGrace(successor: string, usedAt: Date): Promise<boolean> {
    if (now() - usedAt.getTime() > graceMs) return false;
    return !(await authSessions.findByRefreshToken(hashToken(successorOf(successor))));
  }

  async function close(refreshToken: string): Promise<void> {
    const session = await authSessions.findByRefreshToken(hashToken(refreshToken));
    if (session) await revoke(session.id, 'signed out');
  }

  async function authenticate(accessToken: string): Promise<Principal> {
    const claims = accessTokens.verify(accessToken);
    const role = await standing.roleOf(claims);
    if (!role) throw tokenInvalid();
    return { userId: claims.userId, role, sessionId: claims.sessionId, expiresAtMs: claims.expiresAtMs };
  }

  return { open, refresh, close, revoke, authenticate };
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
