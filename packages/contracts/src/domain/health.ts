import { z } from 'zod';

/** One check of `npm run doctor` and of the health page. */
export const healthCheckSchema = z.object({
  id: z.string(),
  title: z.string(),
  status: z.enum(['pass', 'warn', 'fail']),
  /** What was found. */
  detail: z.string(),
  /** What to do where it did not pass: a command to copy where there is one. */
  remedy: z.string().optional(),
  durationMs: z.number(),
});
export type HealthCheck = z.infer<typeof healthCheckSchema>;

export const healthReportSchema = z.object({
  status: z.enum(['pass', 'warn', 'fail']),
  version: z.string(),
  checkedAt: z.iso.datetime(),
  checks: z.array(healthCheckSchema),
});
export type HealthReport = z.infer<typeof healthReportSchema>;
