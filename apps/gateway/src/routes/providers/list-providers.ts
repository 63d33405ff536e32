import { providerListSchema } from '@sandsmith/contracts/http/providers';
import { defineRoute } from '../../http/route.ts';

export const listProviders = defineRoute({
  method: 'get',
  path: '/providers',
  area: 'models',
  summary: 'List the model providers, what they can do and whether they answer',
  access: 'user',
  answer: { kind: 'json', status: 200, schema: providerListSchema },
  handler: ({ context, principal, signal }) => context.providers.list(principal, { signal }),
});
