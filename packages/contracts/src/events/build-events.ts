import { z } from 'zod';
import { artifactSchema } from '../domain/artifact.ts';
import { buildFailureSchema, buildStatusSchema, usageSchema } from '../domain/build.ts';
import { checkpointIdSchema, documentIdSchema } from '../domain/ids.ts';
import { planSchema } from '../domain/plan.ts';
import { runStatusSchema } from '../domain/run.ts';

/** Payload of each build event by its type. Deltas come as start, delta, end. */
export const buildEventPayloads = {
  'build.created': z.object({
    spec: z.string(),
    provider: z.string(),
    model: z.string(),
    documentIds: z.array(documentIdSchema),
    approval: z.enum(['manual', 'automatic']),
  }),
  'plan.started': z.object({ attempt: z.int() }),
  /** The raw text of the plan as the model writes it. */
  'plan.delta': z.object({ text: z.string() }),
  'plan.proposed': z.object({ plan: planSchema }),
  'plan.revised': z.object({ plan: planSchema }),
  'plan.approved': z.object({ automatic: z.boolean() }),
  'build.started': z.object({ round: z.int() }),
  'step.started': z.object({ attempt: z.int() }),
  'file.started': z.object({ path: z.string(), attempt: z.int() }),
  'file.delta': z.object({ path: z.string(), text: z.string() }),
  'file.written': z.object({ path: z.string(), bytes: z.int(), sha256: z.string() }),
  'command.started': z.object({
    command: z.string(),
    language: z.string(),
    network: z.string(),
    attempt: z.int(),
  }),
  /** What the command waits for before it starts, in words: its turn, an image, packages. Null once it has started. */
  'command.waiting': z.object({ message: z.string().nullable() }),
  'stdout.delta': z.object({ text: z.string() }),
  'stderr.delta': z.object({ text: z.string() }),
  'command.finished': z.object({
    status: runStatusSchema,
    exitCode: z.int().nullable(),
    signal: z.string().nullable(),
    limit: z.string().optional(),
    message: z.string().optional(),
    wallTimeMs: z.number(),
    cpuTimeMs: z.number(),
    peakMemoryBytes: z.number(),
  }),
  'artifact.found': artifactSchema,
  'artifact.skipped': z.object({ path: z.string(), reason: z.string() }),
  'model.called': z.object({
    role: z.string(),
    model: z.string(),
    durationMs: z.number(),
    usage: usageSchema,
    total: usageSchema,
  }),
  'repair.started': z.object({
    repair: z.int(),
    maxRepairs: z.int(),
    signature: z.string(),
    lines: z.array(z.string()),
  }),
  'repair.proposed': z.object({ repair: z.int(), diagnosis: z.string(), files: z.array(z.string()) }),
  'step.succeeded': z.object({ attempts: z.int(), exitCode: z.int().nullable() }),
  'step.failed': z.object({ attempts: z.int(), exitCode: z.int().nullable(), message: z.string() }),
  'step.skipped': z.object({ reason: z.string() }),
  'step.cancelled': z.object({}),
  'checkpoint.created': z.object({ checkpointId: checkpointIdSchema, label: z.string() }),
  /** The work stops until something outside is well again; it goes on by itself. */
  'build.paused': z.object({ code: z.string(), message: z.string() }),
  'build.resumed': z.object({ reason: z.string() }),
  'build.succeeded': z.object({ summary: z.string() }),
  'build.failed': buildFailureSchema,
  'build.cancelled': z.object({ reason: z.string() }),
} as const;

export type BuildEventType = keyof typeof buildEventPayloads;
export type BuildEventPayload<T extends BuildEventType> = z.infer<(typeof buildEventPayloads)[T]>;

const envelope = {
  buildId: z.string(),
  /** 1, 2, 3 … within the build, without holes. */
  sequence: z.int().positive(),
  stepId: z.string().optional(),
  time: z.iso.datetime(),
};

/** A stored event: the envelope and the payload's fields side by side. */
export type BuildEvent = {
  [T in BuildEventType]: {
    type: T;
    buildId: string;
    sequence: number;
    stepId?: string;
    time: string;
  } & BuildEventPayload<T>;
}[BuildEventType];

const variants = Object.entries(buildEventPayloads).map(([type, payload]) =>
  z.object({ ...envelope, type: z.literal(type), ...payload.shape }),
);

// The union is built from the table above, which TypeScript cannot follow through Object.entries.
export const buildEventSchema = z.discriminatedUnion(
  'type',
  variants as unknown as [(typeof variants)[number], ...typeof variants],
) as unknown as z.ZodType<BuildEvent>;

export const buildEventPageSchema = z.object({
  events: z.array(buildEventSchema),
  lastSequence: z.int(),
  status: buildStatusSchema,
});
export type BuildEventPage = z.infer<typeof buildEventPageSchema>;
