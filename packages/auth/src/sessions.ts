import { hashToken, randomToken } from '@sandsmith/crypto/tokens';
import type { AuthSessionRecord, AuthSessionRepository } from '@sandsmith/db/repositories/auth-sessions';
import type { UserRecord, UserRepository } from '@sandsmith/db/repositories/users';
import type { AccessTokens } from './access-tokens.ts';
import { tokenInvalid } from './access-tokens.ts';
import type { Principal } from './principal.ts';
import { createRefreshTokens } from './refresh-tokens.ts';
import type { SessionStanding } from './session-standing.ts';

const sessionLifetimeMs = 30 * 24 * 3_600_000;

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
  /** Refresh tokens are derived with it, each from the one before. */
  refreshKey: Buffer;
  now?: () => number;
}

export function createSessions(options: SessionsOptions): Sessions {
  const { users, authSessions, standing, accessTokens, refreshKey, now = Date.now } = options;
  const refreshTokens = createRefreshTokens({ authSessions, refreshKey, revoke, now });

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
    const { session, successor } = await refreshTokens.trade(refreshToken);
    const user = await users.findById(session.userId);
    if (!user || user.disabledAt) throw tokenInvalid();
    return issue(session, user, successor);
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
