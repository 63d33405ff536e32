import { newId } from '@sandsmith/foundation/ids';
import type { PrismaClient, AuthSession as Row } from '../../generated/prisma/client.ts';
import { inTransaction } from '../transaction.ts';

export interface AuthSessionRecord {
  id: string;
  userId: string;
  userAgent: string | null;
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
  revokedReason: string | null;
}

export interface Rotation {
  tokenHash: string;
  next: { tokenHash: string; expiresAt: Date };
  now: Date;
}

/** What became of a refresh token. `used`: it had been rotated before, at `usedAt`; the caller decides what follows. */
export type RotationResult =
  | { outcome: 'rotated'; session: AuthSessionRecord }
  | { outcome: 'used'; session: AuthSessionRecord; usedAt: Date }
  | { outcome: 'expired' | 'revoked'; session: AuthSessionRecord }
  | { outcome: 'unknown' };

export interface AuthSessionRepository {
  /** Opens a session with its first refresh token (as a hash). */
  create(session: {
    userId: string;
    userAgent?: string;
    expiresAt: Date;
    refreshToken: { tokenHash: string; expiresAt: Date };
  }): Promise<AuthSessionRecord>;
  findById(id: string): Promise<AuthSessionRecord | undefined>;
  findByRefreshToken(tokenHash: string): Promise<AuthSessionRecord | undefined>;
  listByUser(userId: string): Promise<AuthSessionRecord[]>;
  /** Trades a refresh token for the next one. Of any number of simultaneous calls with one token, one wins. */
  rotate(rotation: Rotation): Promise<RotationResult>;
  /** False where the session was revoked before or does not exist. */
  revoke(id: string, reason: string): Promise<boolean>;
  revokeAllOfUser(userId: string, reason: string): Promise<number>;
  /** Removes sessions that ended before `before`, with their tokens. */
  removeExpired(before: Date): Promise<number>;
}

const toRecord = ({ ...row }: Row): AuthSessionRecord => row;

export function createAuthSessionRepository(prisma: PrismaClient): AuthSessionRepository {
  return {
    async create({ refreshToken, ...session }) {
      const data = { id: newId(), ...session, refreshTokens: { create: { id: newId(), ...refreshToken } } };
      return toRecord(await prisma.authSession.create({ data }));
    },
    async findById(id) {
      const row = await prisma.authSession.findUnique({ where: { id } });
      return row ? toRecord(row) : undefined;
    },
    async findByRefreshToken(tokenHash) {
      const row = await prisma.refreshToken.findUnique({ where: { tokenHash }, include: { session: true } });
      return row ? toRecord(row.session) : undefined;
    },
    async listByUser(userId) {
      const rows = await prisma.authSession.findMany({ where: { userId }, orderBy: { createdAt: 'desc' } });
      return rows.map(toRecord);
    },
    async rotate(rotation) {
      const session = await claim(prisma, rotation);
      return session ? { outcome: 'rotated', session: toRecord(session) } : explainRefusal(prisma, rotation);
    },
    async revoke(id, reason) {
      const { count } = await prisma.authSession.updateMany({
        where: { id, revokedAt: null },
        data: { revokedAt: new Date(), revokedReason: reason },
      });
      return count > 0;
    },
    async revokeAllOfUser(userId, reason) {
      const { count } = await prisma.authSession.updateMany({
        where: { userId, revokedAt: null },
        data: { revokedAt: new Date(), revokedReason: reason },
      });
      return count;
    },
    async removeExpired(before) {
      const { count } = await prisma.authSession.deleteMany({ where: { expiresAt: { lt: before } } });
      return count;
    },
  };
}

function claim(prisma: PrismaClient, { tokenHash, next, now }: Rotation): Promise<Row | undefined> {
  return inTransaction(prisma, async (transaction) => {
    // One statement claims the token, so that two calls at once can never both have it.
    const claimed = await transaction.refreshToken.updateManyAndReturn({
      where: {
        tokenHash,
        usedAt: null,
        expiresAt: { gt: now },
        session: { revokedAt: null, expiresAt: { gt: now } },
      },
      data: { usedAt: now },
      select: { sessionId: true },
    });
    const sessionId = claimed[0]?.sessionId;
    if (!sessionId) return undefined;
    await transaction.refreshToken.create({ data: { id: newId(), sessionId, ...next } });
    return transaction.authSession.update({ where: { id: sessionId }, data: { lastUsedAt: now } });
  });
}

async function explainRefusal(prisma: PrismaClient, { tokenHash, now }: Rotation): Promise<RotationResult> {
  const token = await prisma.refreshToken.findUnique({ where: { tokenHash }, include: { session: true } });
  if (!token) return { outcome: 'unknown' };
  const session = toRecord(token.session);
  if (session.revokedAt) return { outcome: 'revoked', session };
  if (token.usedAt) return { outcome: 'used', session, usedAt: token.usedAt };
  return token.expiresAt <= now || session.expiresAt <= now
    ? { outcome: 'expired', session }
    : { outcome: 'unknown' };
}
