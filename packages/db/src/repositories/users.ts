import type { UserId } from '@sandsmith/contracts/domain/ids';
import type { Role, User } from '@sandsmith/contracts/domain/user';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { newId } from '@sandsmith/foundation/ids';
import type { PrismaClient, User as Row } from '../../generated/prisma/client.ts';
import { isUniqueViolation } from '../database-errors.ts';

/** A user with what is never shown. */
export interface UserRecord extends User {
  passwordHash: string;
  disabledAt: string | null;
}

export interface UserRepository {
  /** Throws `auth.email-taken` where the email is registered already. */
  create(user: { email: string; displayName: string; passwordHash: string; role: Role }): Promise<UserRecord>;
  findById(id: string): Promise<UserRecord | undefined>;
  /** Emails compare without regard to case. */
  findByEmail(email: string): Promise<UserRecord | undefined>;
  list(): Promise<UserRecord[]>;
  count(): Promise<number>;
  setPasswordHash(id: string, passwordHash: string): Promise<void>;
}

export function toUserRecord(row: Row): UserRecord {
  return {
    id: row.id as UserId,
    email: row.email,
    displayName: row.displayName,
    role: row.role,
    passwordHash: row.passwordHash,
    createdAt: row.createdAt.toISOString(),
    disabledAt: row.disabledAt?.toISOString() ?? null,
  };
}

export function createUserRepository(prisma: PrismaClient): UserRepository {
  return {
    async create(user) {
      try {
        return toUserRecord(await prisma.user.create({ data: { id: newId(), ...user } }));
      } catch (cause) {
        if (!isUniqueViolation(cause)) throw cause;
        throw new SandsmithError({
          code: 'auth.email-taken',
          message: 'This email is registered already. Sign in with it, or use another one.',
          cause,
        });
      }
    },
    async findById(id) {
      const row = await prisma.user.findUnique({ where: { id } });
      return row ? toUserRecord(row) : undefined;
    },
    async findByEmail(email) {
      const row = await prisma.user.findUnique({ where: { email } });
      return row ? toUserRecord(row) : undefined;
    },
    async list() {
      return (await prisma.user.findMany({ orderBy: { createdAt: 'asc' } })).map(toUserRecord);
    },
    count: () => prisma.user.count(),
    async setPasswordHash(id, passwordHash) {
      await prisma.user.update({ where: { id }, data: { passwordHash } });
    },
  };
}
