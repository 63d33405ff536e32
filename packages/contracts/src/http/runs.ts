import { z } from 'zod';
import { runIdSchema } from '../domain/ids.ts';
import { languageSchema, runResultSchema, runStatusSchema } from '../domain/run.ts';

export const languageListSchema = z.object({ languages: z.array(languageSchema) });
/** `GET /runs/:id`: the result, or the state of a run that has none yet. */
export const runViewSchema = z.union([
  runResultSchema,
  z.object({
    id: runIdSchema,
    language: z.string(),
    status: z.union([z.enum(['queued', 'running']), runStatusSchema]),
  }),
]);

/** What happens to a run whose client goes away before its end. */
export const createRunQuerySchema = z.strictObject({
  onDisconnect: z.enum(['cancel', 'continue']).default('cancel'),
});

/** Whether these bytes are the last of the run's standard input. */
export const writeRunStdinQuerySchema = z.strictObject({ end: z.enum(['true', 'false']).default('false') });
