import { z } from 'zod';
import { sessionProcessSchema, sessionSchema } from '../domain/session.ts';

export const sessionEventSchema = z.discriminatedUnion('type', [
  /** Anything of the session changed: its state, ports, processes or terminals. */
  z.object({ type: z.literal('session.changed'), session: sessionSchema }),
  z.object({ type: z.literal('process.output'), processId: z.string(), text: z.string() }),
  z.object({ type: z.literal('process.exited'), process: sessionProcessSchema }),
  /** Files that programs in the session wrote or removed, as they are in the project now. */
  z.object({ type: z.literal('files.changed'), paths: z.array(z.string()), removed: z.array(z.string()) }),
]);
export type SessionEvent = z.infer<typeof sessionEventSchema>;
