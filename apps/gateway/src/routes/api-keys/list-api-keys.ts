import { apiKeyListSchema } from '@sandsmith/contracts/http/auth';
import { defineRoute } from '../../http/route.ts';
import { toApiKey } from './to-api-key.ts';

export const listApiKeys = defineRoute({
  method: 'get',
  path: '/api-keys',
  area: 'api-keys',
  summary: 'List your API keys',
  access: 'user',
  answer: { kind: 'json', status: 200, schema: apiKeyListSchema },
  async handler({ context, principal }) {
    return { apiKeys: (await context.auth.apiKeys.list(principal.userId)).map(toApiKey) };
  },
});
