import { z } from 'zod';
import { processIdSchema, projectIdSchema, sessionIdSchema, terminalIdSchema } from './ids.ts';
import { networkModeSchema } from './run.ts';

export const portSchema = z.int().min(1).max(65_535);

/** A port that something in the session listens on, found without being announced. */
export const sessionPortSchema = z.object({ port: portSchema });

export const sessionProcessSchema = z.object({
  id: processIdSchema,
  command: z.string(),
  status: z.enum(['running', 'exited']),
  exitCode: z.int().nullable(),
  signal: z.string().nullable(),
  startedAt: z.iso.datetime(),
});
export type SessionProcess = z.infer<typeof sessionProcessSchema>;

export const sessionTerminalSchema = z.object({
  id: terminalIdSchema,
  columns: z.int(),
  rows: z.int(),
  status: z.enum(['open', 'exited']),
});
export type SessionTerminal = z.infer<typeof sessionTerminalSchema>;

/** A long-lived container of one project and one user. */
export const sessionSchema = z.object({
  id: sessionIdSchema,
  projectId: projectIdSchema,
  language: z.string(),
  network: networkModeSchema,
  status: z.enum(['starting', 'ready', 'ended']),
  /** Why it ended, or what it waits for, for a person. */
  message: z.string().optional(),
  createdAt: z.iso.datetime(),
  /** Ends at this time, whatever happens in it. */
  expiresAt: z.iso.datetime(),
  /** Ends when nothing was asked of it and nothing came out of it for so long. */
  idleTimeoutMs: z.int(),
  ports: z.array(sessionPortSchema),
  processes: z.array(sessionProcessSchema),
  terminals: z.array(sessionTerminalSchema),
});
export type Session = z.infer<typeof sessionSchema>;
