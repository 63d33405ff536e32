import type { z } from 'zod';

/**
 * Parses what the server sent. A mismatch is logged and the payload used as it is: an interface that shows
 * most of a newer server's answer serves its reader better than one that shows an error.
 */
export function parsePayload<T>(schema: z.ZodType<T>, data: unknown, where: string): T {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  console.warn('The answer differs from the contract', { where, issues: result.error.issues.slice(0, 5) });
  // Deliberate: see above.
  return data as T;
}
