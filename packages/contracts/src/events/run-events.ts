import { z } from 'zod';
import { artifactSchema } from '../domain/artifact.ts';
import { runResultSchema } from '../domain/run.ts';

/** Bytes of a stream: `text` where they are UTF-8, `base64` where they are not. */
const chunk = { text: z.string().optional(), base64: z.string().optional() };

export const runEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('run.queued'), position: z.int() }),
  /** What is done before the program can start, in words: an image is built, packages are installed. */
  z.object({ type: z.literal('run.preparing'), message: z.string() }),
  z.object({ type: z.literal('run.started'), id: z.string(), language: z.string() }),
  z.object({ type: z.literal('stdout.delta'), ...chunk }),
  z.object({ type: z.literal('stderr.delta'), ...chunk }),
  z.object({ type: z.literal('artifact.found'), ...artifactSchema.shape }),
  z.object({ type: z.literal('run.finished'), result: runResultSchema }),
]);
export type RunEvent = z.infer<typeof runEventSchema>;
