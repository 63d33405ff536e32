import type { apiKeySchema } from '@sandsmith/contracts/http/auth';
import type { ApiKeyRecord } from '@sandsmith/db/repositories/api-keys';
import type { z } from 'zod';

export function toApiKey(key: ApiKeyRecord): z.input<typeof apiKeySchema> {
  return {
    id: key.id,
    name: key.name,
    prefix: key.prefix,
    createdAt: key.createdAt.toISOString(),
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    expiresAt: key.expiresAt?.toISOString() ?? null,
  };
}
