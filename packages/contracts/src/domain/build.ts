import { z } from 'zod';
import { artifactSchema } from './artifact.ts';
import { buildIdSchema, documentIdSchema, projectIdSchema } from './ids.ts';
import { stepViewSchema } from './plan.ts';

export const buildStatuses = [
  'planning',
  'awaiting-approval',
  'running',
  'paused',
  'succeeded',
  'failed',
  'cancelled',
] as const;
export const buildStatusSchema = z.enum(buildStatuses);
export type BuildStatus = z.infer<typeof buildStatusSchema>;

export const finishedBuildStatuses: readonly BuildStatus[] = ['succeeded', 'failed', 'cancelled'];

export const usageSchema = z.object({
  inputTokens: z.int(),
  outputTokens: z.int(),
  costUsd: z.number(),
});
export type Usage = z.infer<typeof usageSchema>;

/** A build stops before the model call that would pass one of these. */
export const budgetSchema = z.strictObject({
  maxTokens: z.int().positive().max(100_000_000).optional(),
  maxCostUsd: z.number().positive().max(100_000).optional(),
});
export type Budget = z.infer<typeof budgetSchema>;

/** Why a build stopped, for a person: what failed, the lines that matter, what was tried, what to do. */
export const buildFailureSchema = z.object({
  code: z.string(),
  message: z.string(),
  stepId: z.string().optional(),
  lines: z.array(z.string()).default([]),
  tried: z.array(z.string()).default([]),
  nextActions: z.array(z.string()).default([]),
});
export type BuildFailure = z.infer<typeof buildFailureSchema>;

export const buildSummarySchema = z.object({
  id: buildIdSchema,
  projectId: projectIdSchema,
  status: buildStatusSchema,
  spec: z.string(),
  provider: z.string(),
  model: z.string(),
  title: z.string().nullable(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});
export type BuildSummary = z.infer<typeof buildSummarySchema>;

export const buildSchema = buildSummarySchema.extend({
  approval: z.enum(['manual', 'automatic']),
  documentIds: z.array(documentIdSchema),
  plan: z.object({ title: z.string(), summary: z.string(), steps: z.array(stepViewSchema) }).nullable(),
  /** One or a few sentences: the answer when done. */
  summary: z.string().nullable(),
  failure: buildFailureSchema.nullable(),
  usage: usageSchema,
  budget: budgetSchema.nullable(),
  artifacts: z.array(artifactSchema.extend({ stepId: z.string() })),
  lastSequence: z.int(),
  approvedAt: z.iso.datetime().nullable(),
});
export type BuildView = z.infer<typeof buildSchema>;
