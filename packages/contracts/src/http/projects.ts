import { z } from 'zod';
import { buildSummarySchema } from '../domain/build.ts';
import { checkpointSchema, projectSchema, treeEntrySchema } from '../domain/project.ts';

const nameSchema = z.string().trim().min(1, 'must not be empty').max(120);
const descriptionSchema = z.string().trim().max(2_000);

export const createProjectSchema = z.strictObject({
  name: nameSchema,
  description: descriptionSchema.optional(),
});
export const updateProjectSchema = createProjectSchema.partial();
export const projectListSchema = z.object({ projects: z.array(projectSchema) });
export const treeSchema = z.object({ entries: z.array(treeEntrySchema) });
export const createCheckpointSchema = z.strictObject({ label: z.string().trim().min(1).max(200) });
export const checkpointListSchema = z.object({ checkpoints: z.array(checkpointSchema) });
export const buildListSchema = z.object({ builds: z.array(buildSummarySchema) });
/** Answer of `PUT /projects/:id/files/*path`. */
export const fileWrittenSchema = z.object({ path: z.string(), bytes: z.int(), etag: z.string() });
/** Requests in plain language that work with the project's documents. */
export const suggestionListSchema = z.object({ suggestions: z.array(z.string()) });
