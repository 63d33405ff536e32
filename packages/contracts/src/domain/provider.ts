import { z } from 'zod';

/** What a model can do; a driver never sends a feature that its model lacks. */
export const modelCapabilitiesSchema = z.object({
  contextTokens: z.int(),
  maxOutputTokens: z.int(),
  /** json-schema: the provider enforces a schema; json-object: any JSON; none: asked for in words. */
  structuredOutput: z.enum(['json-schema', 'json-object', 'none']),
  isLocal: z.boolean(),
});
export type ModelCapabilities = z.infer<typeof modelCapabilitiesSchema>;

export const modelSchema = z.object({
  id: z.string(),
  name: z.string(),
  capabilities: modelCapabilitiesSchema,
  /** US dollars per million tokens; null where unknown or free. */
  price: z.object({ inputPerMillionUsd: z.number(), outputPerMillionUsd: z.number() }).nullable(),
});
export type Model = z.infer<typeof modelSchema>;

export const providerSchema = z.object({
  id: z.enum(['builtin', 'openai', 'ollama']),
  name: z.string(),
  /** ready: can be used now; not-configured: needs a key or an address; unreachable. */
  status: z.enum(['ready', 'not-configured', 'unreachable']),
  /** What to do, or what the provider can do, in plain words. */
  detail: z.string(),
  baseUrl: z.string().nullable(),
  defaultModel: z.string().nullable(),
  models: z.array(modelSchema),
  /** Where the settings come from. */
  source: z.enum(['environment', 'credential', 'none']),
  /** Example requests this provider is known to carry out; the builtin one lists what it can do. */
  examples: z.array(z.string()),
});
export type Provider = z.infer<typeof providerSchema>;
