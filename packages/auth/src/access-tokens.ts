import { SandsmithError } from '@sandsmith/foundation/errors';
import jwt from 'jsonwebtoken';

const algorithm = 'HS256';
export const accessTokenIssuer = 'sandsmith';
const audience = 'sandsmith-api';
export const accessTokenLifetimeMs = 15 * 60_000;

export interface AccessTokenClaims {
  userId: string;
  sessionId: string;
  expiresAtMs: number;
}

export interface AccessTokens {
  issue(subject: { userId: string; sessionId: string }): { token: string; expiresAt: Date };
  /** The claims of a valid token; throws `auth.token-expired` or `auth.token-invalid`. */
  verify(token: string): AccessTokenClaims;
}

/** Signed JWTs that live 15 minutes. The algorithm is pinned: a token that names another one is refused. */
export function createAccessTokens({
  key,
  lifetimeMs = accessTokenLifetimeMs,
}: {
  key: Buffer;
  lifetimeMs?: number;
}): AccessTokens {
  return {
    issue({ userId, sessionId }) {
      const expiresAtSeconds = Math.floor((Date.now() + lifetimeMs) / 1_000);
      const token = jwt.sign({ sid: sessionId, exp: expiresAtSeconds }, key, {
        algorithm,
        issuer: accessTokenIssuer,
        audience,
        subject: userId,
      });
      return { token, expiresAt: new Date(expiresAtSeconds * 1_000) };
    },

    verify(token) {
      const payload = decode(token, key);
      const { sub, sid, exp } = payload;
      if (typeof sub !== 'string' || typeof sid !== 'string' || typeof exp !== 'number') throw tokenInvalid();
      return { userId: sub, sessionId: sid, expiresAtMs: exp * 1_000 };
    },
  };
}

function decode(token: string, key: Buffer): jwt.JwtPayload {
  try {
    const payload = jwt.verify(token, key, { algorithms: [algorithm], issuer: accessTokenIssuer, audience });
    if (typeof payload === 'string') throw tokenInvalid();
    return payload;
  } catch (error) {
    if (error instanceof jwt.TokenExpiredError)
      throw new SandsmithError({
        code: 'auth.token-expired',
        message:
          'The access token has expired. Refresh the session with POST /api/v1/auth/refresh, or sign in again.',
      });
    throw tokenInvalid(error);
  }
}

/** One answer for every token that is not good, so that probing teaches nothing. */
export function tokenInvalid(cause?: unknown): SandsmithError {
  return new SandsmithError({
    code: 'auth.token-invalid',
    message: 'The token is not valid or its session has ended. Sign in again.',
    cause,
  });
}
