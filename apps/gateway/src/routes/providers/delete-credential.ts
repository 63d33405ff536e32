import { credentialProviderSchema } from '@sandsmith/contracts/http/providers';
import { z } from 'zod';
import { defineRoute } from '../../http/route.ts';

export const deleteCredential = defineRoute({
  method: 'delete',
  path: '/credentials/:provider',
  area: 'models',
  summary: 'Forget your key or address for a model provider',
  access: 'user',
  params: z.strictObject({ provider: credentialProviderSchema }),
  answer: { kind: 'empty', status: 204 },
  async handler({ context, principal, params }) {
    await context.providers.removeCredential(principal, params.provider);
    return undefined;
  },
});
