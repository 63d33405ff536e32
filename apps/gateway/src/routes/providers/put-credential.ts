import {
  credentialHintSchema,
  credentialProviderSchema,
  putCredentialSchema,
} from '@sandsmith/contracts/http/providers';
import { z } from 'zod';
import { defineRoute } from '../../http/route.ts';

export const putCredential = defineRoute({
  method: 'put',
  path: '/credentials/:provider',
  area: 'models',
  summary: 'Store your key or address for a model provider',
  description:
    'Sealed with AES-256-GCM and never sent back. Without apiKey, a key stored for the same address stays. Addresses of cloud metadata services and link-local ones are refused; localhost is allowed.',
  access: 'user',
  params: z.strictObject({ provider: credentialProviderSchema }),
  body: { kind: 'json', schema: putCredentialSchema, maxBytes: 16_384 },
  answer: { kind: 'json', status: 200, schema: credentialHintSchema },
  handler: ({ context, principal, params, body }) =>
    context.providers.putCredential(principal, params.provider, body),
});
