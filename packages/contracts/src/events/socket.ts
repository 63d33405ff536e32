import { z } from 'zod';
import { documentSummarySchema } from '../domain/document.ts';
import {
  buildIdSchema,
  projectIdSchema,
  runIdSchema,
  sessionIdSchema,
  terminalIdSchema,
} from '../domain/ids.ts';
import { problemSchema } from '../problem.ts';
import { buildEventSchema } from './build-events.ts';
import { runEventSchema } from './run-events.ts';
import { sessionEventSchema } from './session-events.ts';

const columns = z.int().min(1).max(1_000);
const rows = z.int().min(1).max(1_000);

/** What the client may say, each answered by an acknowledgement (`subscribeAckSchema`). */
export const clientMessages = {
  /** Sends every stored event after `after`, then the new ones as they come. */
  'build.subscribe': z.strictObject({ buildId: buildIdSchema, after: z.int().min(0).default(0) }),
  'build.unsubscribe': z.strictObject({ buildId: buildIdSchema }),
  'run.subscribe': z.strictObject({ runId: runIdSchema }),
  'document.subscribe': z.strictObject({ projectId: projectIdSchema }),
  'session.subscribe': z.strictObject({ sessionId: sessionIdSchema }),
  /** Opens a terminal, or comes back to one that is open: what it still knows of its output is sent again first. */
  'terminal.open': z.strictObject({
    sessionId: sessionIdSchema,
    terminalId: terminalIdSchema.optional(),
    columns,
    rows,
  }),
  'terminal.write': z.strictObject({ terminalId: terminalIdSchema, data: z.string().max(65_536) }),
  'terminal.resize': z.strictObject({ terminalId: terminalIdSchema, columns, rows }),
  /** Ends the terminal and what runs in it. Leaving without it lets both go on. */
  'terminal.close': z.strictObject({ terminalId: terminalIdSchema }),
} as const;
export type ClientMessage = keyof typeof clientMessages;

export const subscribeAckSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), lastSequence: z.int().optional(), terminalId: z.string().optional() }),
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
  'session.event': z.object({ sessionId: z.string(), event: sessionEventSchema }),
  /** `isReplay`: what was written before this client came; it starts with an empty screen. */
  'terminal.data': z.object({ terminalId: z.string(), data: z.string(), isReplay: z.boolean().optional() }),
  'terminal.exited': z.object({ terminalId: z.string(), exitCode: z.int().nullable() }),
} as const;
