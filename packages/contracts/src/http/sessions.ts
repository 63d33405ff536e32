import { z } from 'zod';
import { networkModeSchema, programEnvironmentSchema, shellCommandSchema } from '../domain/run.ts';
import { portSchema, sessionProcessSchema, sessionSchema } from '../domain/session.ts';

/** `POST /projects/:id/sessions`: answers with the session that there is already, where it fits. */
export const createSessionSchema = z.strictObject({
  /** The language of most of the project's files where left out. */
  language: z.string().min(1).max(32).optional(),
  /** `packages` where left out: installs work in the terminal, nothing else is reachable. */
  network: networkModeSchema.optional(),
});
export type CreateSession = z.infer<typeof createSessionSchema>;

export const sessionListSchema = z.object({ sessions: z.array(sessionSchema) });

export const createProcessSchema = z.strictObject({
  /** Run in the project's folder. */
  command: shellCommandSchema,
  env: programEnvironmentSchema.optional(),
});

/** A process with the last of what it wrote. */
export const processViewSchema = sessionProcessSchema.extend({
  output: z.string(),
  isTruncated: z.boolean(),
});

/** `POST /sessions/:id/previews`: an address for the signed-in user's browser. */
export const createPreviewSchema = z.strictObject({
  /** The newest port found where left out. */
  port: portSchema.optional(),
  /** Where to start, such as `/admin?x=1`. */
  path: z.string().startsWith('/').max(2_048).optional(),
});
export const previewSchema = z.object({
  port: portSchema,
  /** On an origin of its own, such as `http://<session>-<port>.preview.localhost:3000/`. */
  url: z.string(),
  /** A path below this server's own address, for browsers on other machines; the page is sandboxed there. */
  pathUrl: z.string(),
  /** `url` admits until then; a page that is open stays open until the session or the sign-in ends. */
  expiresAt: z.iso.datetime(),
});
export type Preview = z.infer<typeof previewSchema>;
