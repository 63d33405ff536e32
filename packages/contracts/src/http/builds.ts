import { z } from 'zod';
import { budgetSchema, buildStatusSchema } from '../domain/build.ts';
import { buildIdSchema, documentIdSchema } from '../domain/ids.ts';
import { editedPlanSchema } from '../domain/plan.ts';

export const createBuildSchema = z.strictObject({
  spec: z.string().trim().min(1, 'must not be empty').max(50_000, 'must have at most 50,000 characters'),
  /** All of the project's documents where left out. */
  documentIds: z.array(documentIdSchema).max(50).optional(),
  provider: z.enum(['builtin', 'openai', 'ollama']).optional(),
  model: z.string().trim().min(1).max(200).optional(),
  approval: z.enum(['manual', 'automatic']).default('manual'),
  budget: budgetSchema.optional(),
});
export type CreateBuild = z.infer<typeof createBuildSchema>;

export const createdBuildSchema = z.object({ id: buildIdSchema, status: buildStatusSchema });
/** `{ plan }` as it stands in `GET /builds/:id` is the plan, too: a client that sends back what it read is right. */
function unwrapPlan(body: unknown): unknown {
  const isWrapped = typeof body === 'object' && body !== null && Object.keys(body).join() === 'plan';
  return isWrapped && 'plan' in body ? body.plan : body;
}

/** `PUT /builds/:id/plan` takes the plan itself, as it was read or as it was first proposed. */
export const updatePlanSchema = z.preprocess(unwrapPlan, editedPlanSchema);
export const buildEventsQuerySchema = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(5_000).default(1_000),
});
