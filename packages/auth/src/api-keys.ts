import { hashToken, randomToken } from '@sandsmith/crypto/tokens';
import type { ApiKeyRecord, ApiKeyRepository } from '@sandsmith/db/repositories/api-keys';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { tokenInvalid } from './access-tokens.ts';
import type { Principal } from './principal.ts';

export const apiKeyPrefix = 'sk_sand_';
const shownCharacters = apiKeyPrefix.length + 6;
const touchEveryMs = 60_000;
const dayMs = 86_400_000;

export interface ApiKeys {
  create(key: {
    userId: string;
    name: string;
    expiresInDays?: number;
  }): Promise<ApiKeyRecord & { key: string }>;
  list(userId: string): Promise<ApiKeyRecord[]>;
  remove(key: { id: string; userId: string }): Promise<void>;
  /** Whether the key is there still, and has not run out. */
  isStanding(key: { id: string; userId: string }): Promise<boolean>;
  authenticate(key: string): Promise<Principal>;
}

export interface ApiKeysOptions {
  apiKeys: ApiKeyRepository;
  /** Told of a key that was withdrawn, so that connections opened with it can be closed. */
  onRemoved?: (id: string) => Promise<void>;
  now?: () => number;
}

/** Keys for programs: random, told once, kept as a hash. */
export function createApiKeys({ apiKeys, onRemoved, now = Date.now }: ApiKeysOptions): ApiKeys {
  return {
    async create({ userId, name, expiresInDays }) {
      const key = `${apiKeyPrefix}${randomToken()}`;
      const stored = await apiKeys.create({
        userId,
        name,
        prefix: key.slice(0, shownCharacters),
        keyHash: hashToken(key),
        expiresAt: expiresInDays === undefined ? undefined : new Date(now() + expiresInDays * dayMs),
      });
      return { ...stored, key };
    },

    list: (userId) => apiKeys.listByUser(userId),

    async remove({ id, userId }) {
      if (!(await apiKeys.remove(userId, id)))
        throw new SandsmithError({
          code: 'api-key.not-found',
          message: 'There is no such API key among yours. List them with GET /api/v1/api-keys.',
        });
      await onRemoved?.(id);
    },

    async isStanding({ id, userId }) {
      const key = (await apiKeys.listByUser(userId)).find((one) => one.id === id);
      return key !== undefined && (key.expiresAt === null || key.expiresAt.getTime() > now());
    },

    async authenticate(secret) {
      const found = await apiKeys.findByHash(hashToken(secret));
      if (!found || found.user.disabledAt) throw tokenInvalid();
      const { key, user } = found;
      if (key.expiresAt && key.expiresAt.getTime() <= now())
        throw new SandsmithError({
          code: 'auth.token-expired',
          message: 'The API key has expired. Make a new one with POST /api/v1/api-keys.',
        });
      if (now() - (key.lastUsedAt?.getTime() ?? 0) > touchEveryMs)
        await apiKeys.touch(key.id, new Date(now()));
      return { userId: user.id, role: user.role, apiKeyId: key.id, expiresAtMs: key.expiresAt?.getTime() };
    },
  };
}
