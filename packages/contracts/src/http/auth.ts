import { z } from 'zod';
import { apiKeyIdSchema } from '../domain/ids.ts';
import { userSchema } from '../domain/user.ts';

export const emailSchema = z
  .email('must be an email address')
  .max(254)
  .transform((email) => email.toLowerCase());

export const registerSchema = z.strictObject({
  email: emailSchema,
  password: z.string().min(12, 'must have at least 12 characters').max(1_024),
  displayName: z.string().trim().min(1).max(100).optional(),
});

export const loginSchema = z.strictObject({ email: emailSchema, password: z.string().min(1).max(1_024) });

export const sessionSchema = z.object({
  accessToken: z.string(),
  expiresAt: z.iso.datetime(),
  user: userSchema,
});
export type Session = z.infer<typeof sessionSchema>;

export const meSchema = z.object({ user: userSchema });

export const createApiKeySchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  expiresInDays: z.int().min(1).max(3_650).optional(),
});

export const apiKeySchema = z.object({
  id: apiKeyIdSchema,
  name: z.string(),
  prefix: z.string(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime().nullable(),
});
export const apiKeyListSchema = z.object({ apiKeys: z.array(apiKeySchema) });
/** The key itself is told once, here. */
export const createdApiKeySchema = apiKeySchema.extend({ key: z.string() });
