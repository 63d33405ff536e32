import { apiKeyIdSchema } from '@sandsmith/contracts/domain/ids';
import { z } from 'zod';
import { defineRoute } from '../../http/route.ts';

export const deleteApiKey = defineRoute({
  method: 'delete',
  path: '/api-keys/:id',
  area: 'api-keys',
  summary: 'Withdraw an API key',
  access: 'user',
  params: z.strictObject({ id: apiKeyIdSchema }),
  answer: { kind: 'empty', status: 204 },
  async handler({ context, principal, params }) {
    await context.auth.apiKeys.remove({ id: params.id, userId: principal.userId });
    return undefined;
  },
});
