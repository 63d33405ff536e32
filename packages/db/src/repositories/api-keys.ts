import { newId } from '@sandsmith/foundation/ids';
import type { PrismaClient, ApiKey as Row } from '../../generated/prisma/client.ts';
import { toUserRecord, type UserRecord } from './users.ts';

export interface ApiKeyRecord {
  id: string;
  userId: string;
  name: string;
  prefix: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
}

export interface ApiKeyRepository {
  create(key: {
    userId: string;
    name: string;
    prefix: string;
    keyHash: string;
    expiresAt?: Date;
  }): Promise<ApiKeyRecord>;
  listByUser(userId: string): Promise<ApiKeyRecord[]>;
  /** The key and whose it is, expired ones included: the caller looks at `expiresAt`. */
  findByHash(keyHash: string): Promise<{ key: ApiKeyRecord; user: UserRecord } | undefined>;
  touch(id: string, now: Date): Promise<void>;
  /** False where the user has no such key. */
  remove(userId: string, id: string): Promise<boolean>;
}

function toRecord({ id, userId, name, prefix, createdAt, lastUsedAt, expiresAt }: Row): ApiKeyRecord {
  return { id, userId, name, prefix, createdAt, lastUsedAt, expiresAt };
}

export function createApiKeyRepository(prisma: PrismaClient): ApiKeyRepository {
  return {
    async create(key) {
      return toRecord(await prisma.apiKey.create({ data: { id: newId(), ...key } }));
    },
    async listByUser(userId) {
      const rows = await prisma.apiKey.findMany({ where: { userId }, orderBy: { createdAt: 'desc' } });
      return rows.map(toRecord);
    },
    async findByHash(keyHash) {
      const row = await prisma.apiKey.findUnique({ where: { keyHash }, include: { user: true } });
      return row ? { key: toRecord(row), user: toUserRecord(row.user) } : undefined;
    },
    async touch(id, now) {
      await prisma.apiKey.updateMany({ where: { id }, data: { lastUsedAt: now } });
    },
    async remove(userId, id) {
      const { count } = await prisma.apiKey.deleteMany({ where: { id, userId } });
      return count > 0;
    },
  };
}
