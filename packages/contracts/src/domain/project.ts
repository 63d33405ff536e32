import { z } from 'zod';
import { buildIdSchema, checkpointIdSchema, projectIdSchema } from './ids.ts';

export const projectSchema = z.object({
  id: projectIdSchema,
  name: z.string(),
  description: z.string(),
  isSample: z.boolean(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Project = z.infer<typeof projectSchema>;

/** The largest file of a project. */
export const maxProjectFileBytes = 10 * 1024 * 1024;

export const treeEntrySchema = z.object({
  path: z.string(),
  kind: z.enum(['file', 'directory']),
  bytes: z.int(),
  modifiedAt: z.iso.datetime(),
});
export type TreeEntry = z.infer<typeof treeEntrySchema>;

export const checkpointSchema = z.object({
  id: checkpointIdSchema,
  label: z.string(),
  fileCount: z.int(),
  buildId: buildIdSchema.nullable(),
  restoredFromId: checkpointIdSchema.nullable(),
  createdAt: z.iso.datetime(),
});
export type Checkpoint = z.infer<typeof checkpointSchema>;
