import { z } from 'zod';

const id = () => z.uuid('must be an id such as 0190f0c2-7c1e-7a4b-8d3a-5b1c9a2e4f60');

export const userIdSchema = id().brand<'UserId'>();
export const projectIdSchema = id().brand<'ProjectId'>();
export const documentIdSchema = id().brand<'DocumentId'>();
export const buildIdSchema = id().brand<'BuildId'>();
export const runIdSchema = id().brand<'RunId'>();
export const checkpointIdSchema = id().brand<'CheckpointId'>();
export const apiKeyIdSchema = id().brand<'ApiKeyId'>();
export const sessionIdSchema = id().brand<'SessionId'>();
export const terminalIdSchema = id().brand<'TerminalId'>();
export const processIdSchema = id().brand<'ProcessId'>();

export type UserId = z.infer<typeof userIdSchema>;
export type ProjectId = z.infer<typeof projectIdSchema>;
export type DocumentId = z.infer<typeof documentIdSchema>;
export type BuildId = z.infer<typeof buildIdSchema>;
export type RunId = z.infer<typeof runIdSchema>;
export type CheckpointId = z.infer<typeof checkpointIdSchema>;
export type ApiKeyId = z.infer<typeof apiKeyIdSchema>;
export type SessionId = z.infer<typeof sessionIdSchema>;
export type TerminalId = z.infer<typeof terminalIdSchema>;
export type ProcessId = z.infer<typeof processIdSchema>;
