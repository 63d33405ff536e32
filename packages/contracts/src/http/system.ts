import { z } from 'zod';

export const livenessSchema = z.object({ status: z.literal('ok') });
export const readinessSchema = z.object({ status: z.enum(['ready', 'starting', 'stopping']) });
/** What a person may know before signing in. */
export const aboutSchema = z.object({ version: z.string(), registration: z.enum(['open', 'closed']) });
