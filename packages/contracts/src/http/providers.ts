import { z } from 'zod';
import { providerSchema } from '../domain/provider.ts';

export const providerListSchema = z.object({
  providers: z.array(providerSchema),
  defaultProvider: z.string(),
});
export const credentialProviderSchema = z.enum(['openai', 'ollama']);
export const putCredentialSchema = z.strictObject({
  /** It is sent in a header, which takes visible ASCII alone. */
  apiKey: z
    .string()
    .trim()
    .min(1)
    .max(1_000)
    .regex(/^[\x21-\x7e]*$/, 'must hold no blanks, line breaks or letters beyond ASCII; copy the key again')
    .optional(),
  baseUrl: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
  defaultModel: z.string().trim().min(1).max(200).optional(),
});
export type PutCredential = z.infer<typeof putCredentialSchema>;
/** What may be shown of a credential: never the key. */
export const credentialHintSchema = z.object({
  provider: credentialProviderSchema,
  baseUrl: z.string().nullable(),
  defaultModel: z.string().nullable(),
  keyEnding: z.string().nullable(),
});
