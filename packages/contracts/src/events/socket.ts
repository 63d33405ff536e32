import { z } from 'zod';
import { documentSummarySchema } from '../domain/document.ts';
import { buildIdSchema, projectIdSchema, runIdSchema } from '../domain/ids.ts';
import { problemSchema } from '../problem.ts';
import { buildEventSchema } from './build-events.ts';
import { runEventSchema } from './run-events.ts';

/** What the client may say, each answered by an acknowledgement (`subscribeAckSchema`). */
export const clientMessages = {
  /** Sends every stored event after `after`, then the new ones as they come. */
  'build.subscribe': z.strictObject({ buildId: buildIdSchema, after: z.int().min(0).default(0) }),
  'build.unsubscribe': z.strictObject({ buildId: buildIdSchema }),
  'run.subscribe': z.strictObject({ runId: runIdSchema }),
  'document.subscribe': z.strictObject({ projectId: projectIdSchema }),
} as const;
export type ClientMessage = keyof typeof clientMessages;

export const subscribeAckSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), lastSequence: z.int().optional() }),
  z.object({ ok: z.literal(false), problem: problemSchema }),
]);
export type SubscribeAck = z.infer<typeof subscribeAckSchema>;

export const documentEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('document.progress'),
    documentId: z.string(),
    bytesRead: z.int(),
    bytesTotal: z.int(),
  }),
  z.object({ type: z.literal('document.changed'), document: documentSummarySchema }),
  z.object({ type: z.literal('document.deleted'), documentId: z.string() }),
]);
export type DocumentEvent = z.infer<typeof documentEventSchema>;

/** What the server sends. */
export const serverMessages = {
  'build.event': buildEventSchema,
  'run.event': z.object({ runId: z.string(), event: runEventSchema }),
  'document.event': z.object({ projectId: z.string(), event: documentEventSchema }),
} as const;
