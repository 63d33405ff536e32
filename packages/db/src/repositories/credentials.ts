import { newId } from '@sandsmith/foundation/ids';
import type { PrismaClient, Credential as Row } from '../../generated/prisma/client.ts';

/** What may be shown of a credential. */
export interface StoredHint {
  baseUrl: string | null;
  defaultModel: string | null;
  keyEnding: string | null;
}

export interface CredentialRecord {
  provider: string;
  sealed: Uint8Array;
  hint: StoredHint;
  updatedAt: Date;
}

export interface CredentialRepository {
  put(credential: {
    userId: string;
    provider: string;
    sealed: Uint8Array;
    hint: StoredHint;
  }): Promise<CredentialRecord>;
  find(userId: string, provider: string): Promise<CredentialRecord | undefined>;
  listByUser(userId: string): Promise<CredentialRecord[]>;
  /** False where there was none. */
  remove(userId: string, provider: string): Promise<boolean>;
}

function toRecord(row: Row): CredentialRecord {
  // Stored by `put` alone, from the same type.
  const hint = row.hint as unknown as StoredHint;
  return { provider: row.provider, sealed: row.sealed, hint, updatedAt: row.updatedAt };
}

export function createCredentialRepository(prisma: PrismaClient): CredentialRepository {
  return {
    async put({ userId, provider, sealed, hint }) {
      const content = { sealed: Uint8Array.from(sealed), hint: { ...hint } };
      const row = await prisma.credential.upsert({
        where: { userId_provider: { userId, provider } },
        create: { id: newId(), userId, provider, ...content },
        update: content,
      });
      return toRecord(row);
    },
    async find(userId, provider) {
      const row = await prisma.credential.findUnique({ where: { userId_provider: { userId, provider } } });
      return row ? toRecord(row) : undefined;
    },
    async listByUser(userId) {
      const rows = await prisma.credential.findMany({ where: { userId }, orderBy: { provider: 'asc' } });
      return rows.map(toRecord);
    },
    async remove(userId, provider) {
      const { count } = await prisma.credential.deleteMany({ where: { userId, provider } });
      return count > 0;
    },
  };
}
