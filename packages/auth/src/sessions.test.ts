import { describe, expect, test } from '@jest/globals';
import type { UserId } from '@sandsmith/contracts/domain/ids';
import type { AuthSessionRecord, AuthSessionRepository } from '@sandsmith/db/repositories/auth-sessions';
import type { UserRecord, UserRepository } from '@sandsmith/db/repositories/users';
import { createMemoryStore } from '@sandsmith/kv/memory/memory-store';
import { createAccessTokens } from './access-tokens.ts';
import { createSessionStanding } from './session-standing.ts';
import { createSessions } from './sessions.ts';

/** The part of the database that sessions use, with its rules: a token is claimed once. */
function createAuthSessions(now: () => number): AuthSessionRepository {
  const sessions = new Map<string, AuthSessionRecord>();
  const tokens = new Map<string, { sessionId: string; expiresAt: Date; usedAt: Date | null }>();
  const sessionOf = (tokenHash: string) => sessions.get(tokens.get(tokenHash)?.sessionId ?? '');
  const unused = async () => {
    throw new Error('not part of this test');
  };
  return {
    async create({ refreshToken, userId, expiresAt }) {
      const session = {
        ...{
          id: crypto.randomUUID(),
          userId,
          userAgent: null,
          expiresAt,
          revokedAt: null,
          revokedReason: null,
        },
        ...{ createdAt: new Date(now()), lastUsedAt: new Date(now()) },
      };
      sessions.set(session.id, session);
      tokens.set(refreshToken.tokenHash, { sessionId: session.id, expiresAt, usedAt: null });
      return session;
    },
    findById: async (id) => sessions.get(id),
    findByRefreshToken: async (tokenHash) => sessionOf(tokenHash),
    async rotate({ tokenHash, next, now: at }) {
      const token = tokens.get(tokenHash);
      const session = sessionOf(tokenHash);
      if (!token || !session) return { outcome: 'unknown' };
      if (session.revokedAt) return { outcome: 'revoked', session };
      if (token.usedAt) return { outcome: 'used', session, usedAt: token.usedAt };
      if (token.expiresAt <= at) return { outcome: 'expired', session };
      token.usedAt = at;
      tokens.set(next.tokenHash, { sessionId: session.id, expiresAt: next.expiresAt, usedAt: null });
      return { outcome: 'rotated', session };
    },
    async revoke(id) {
      const session = sessions.get(id);
      if (session) sessions.set(id, { ...session, revokedAt: new Date(now()) });
      return session !== undefined;
    },
    ...{ listByUser: unused, revokeAllOfUser: unused, removeExpired: unused },
  };
}

function setUp() {
  let nowMs = Date.now();
  const now = () => nowMs;
  const user: UserRecord = {
    ...{ id: crypto.randomUUID() as UserId, email: 'a@example.org', displayName: 'A', role: 'member' },
    ...{ passwordHash: '', createdAt: new Date().toISOString(), disabledAt: null },
  };
  const users = { findById: async (id: string) => (id === user.id ? user : undefined) } as UserRepository;
  const authSessions = createAuthSessions(now);
  const kv = createMemoryStore();
  const sessions = createSessions({
    ...{ users, authSessions, now, refreshKey: Buffer.alloc(32, 1) },
    standing: createSessionStanding({ users, authSessions, kv, now }),
    accessTokens: createAccessTokens({ key: Buffer.alloc(32, 2) }),
  });
  return { sessions, user, pass: (ms: number) => (nowMs += ms) };
}

describe('sessions', () => {
  test('an answer that was lost is given again for ten seconds, and then it is reuse', async () => {
    const { sessions, user, pass } = setUp();
    const { refreshToken } = await sessions.open(user, {});
    const first = await sessions.refresh(refreshToken);
    pass(9_000);
    expect((await sessions.refresh(refreshToken)).refreshToken).toBe(first.refreshToken);
    pass(2_000);
    await expect(sessions.refresh(refreshToken)).rejects.toMatchObject({ code: 'auth.refresh-reused' });
    await expect(sessions.refresh(first.refreshToken)).rejects.toMatchObject({ code: 'auth.token-invalid' });
    await expect(sessions.authenticate(first.accessToken)).rejects.toMatchObject({
      code: 'auth.token-invalid',
    });
  });

  test('an old token is reuse at once when its successor was used', async () => {
    const { sessions, user } = setUp();
    const { refreshToken } = await sessions.open(user, {});
    const second = await sessions.refresh(refreshToken);
    const third = await sessions.refresh(second.refreshToken);
    await expect(sessions.refresh(refreshToken)).rejects.toMatchObject({ code: 'auth.refresh-reused' });
    await expect(sessions.refresh(third.refreshToken)).rejects.toMatchObject({ code: 'auth.token-invalid' });
  });

  test('end thirty days after the sign-in, however often they were refreshed', async () => {
    const { sessions, user, pass } = setUp();
    let { refreshToken } = await sessions.open(user, {});
    for (let day = 0; day < 29; day += 1) {
      pass(86_400_000);
      ({ refreshToken } = await sessions.refresh(refreshToken));
    }
    pass(86_400_000);
    await expect(sessions.refresh(refreshToken)).rejects.toMatchObject({ code: 'auth.token-expired' });
  });

  test('of one user do not prove another', async () => {
    const { sessions, user } = setUp();
    const { accessToken } = await sessions.open(user, {});
    expect(await sessions.authenticate(accessToken)).toMatchObject({ userId: user.id, role: 'member' });
    const forged = createAccessTokens({ key: Buffer.alloc(32, 2) });
    const sessionId = (await sessions.authenticate(accessToken)).sessionId ?? '';
    const { token } = forged.issue({ userId: crypto.randomUUID(), sessionId });
    await expect(sessions.authenticate(token)).rejects.toMatchObject({ code: 'auth.token-invalid' });
  });
});
