import { createApiKeySchema, createdApiKeySchema } from '@sandsmith/contracts/http/auth';
import { defineRoute } from '../../http/route.ts';
import { toApiKey } from './to-api-key.ts';

export const createApiKey = defineRoute({
  method: 'post',
  path: '/api-keys',
  area: 'api-keys',
  summary: 'Make an API key',
  description: 'The key itself is told in this answer and never again.',
  access: 'user',
  body: { kind: 'json', schema: createApiKeySchema, maxBytes: 16_384 },
  answer: { kind: 'json', status: 201, schema: createdApiKeySchema },
  async handler({ context, principal, body }) {
    const created = await context.auth.apiKeys.create({ userId: principal.userId, ...body });
    return { ...toApiKey(created), key: created.key };
  },
});
