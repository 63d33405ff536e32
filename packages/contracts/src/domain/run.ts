import { z } from 'zod';
import { artifactSchema, skippedArtifactSchema } from './artifact.ts';
import { filePathSchema } from './file-path.ts';
import { runIdSchema } from './ids.ts';

export const runStatuses = [
  'succeeded',
  'failed',
  'timed-out',
  'out-of-memory',
  'output-limit',
  'cancelled',
  'infrastructure-error',
] as const;
export const runStatusSchema = z.enum(runStatuses);
export type RunStatus = z.infer<typeof runStatusSchema>;

/** none: nothing is reachable. packages: package registries alone. internet: public addresses, where an administrator allows it. */
export const networkModes = ['none', 'packages', 'internet'] as const;
export const networkModeSchema = z.enum(networkModes);
export type NetworkMode = z.infer<typeof networkModeSchema>;

const kib = 1024;
const mib = 1024 * kib;

/** Limits of one run; what is left out takes the language's default. */
export const runLimitsSchema = z.strictObject({
  wallTimeMs: z.int().min(100).max(600_000),
  cpuTimeMs: z.int().min(100).max(600_000),
  memoryBytes: z
    .int()
    .min(16 * mib)
    .max(4096 * mib),
  pids: z.int().min(1).max(1024),
  openFiles: z.int().min(16).max(4096),
  fileBytes: z
    .int()
    .min(kib)
    .max(1024 * mib),
  workBytes: z
    .int()
    .min(mib)
    .max(2048 * mib),
  outputBytes: z
    .int()
    .min(kib)
    .max(64 * mib),
  /** Files and folders that the working folder may hold. */
  workInodes: z.int().min(64).max(1_000_000),
  /** Collected from `output/`: how many files, their bytes together, and how deep the folders may go. */
  artifactFiles: z.int().min(0).max(1_000),
  artifactBytes: z
    .int()
    .min(0)
    .max(2048 * mib),
  artifactDepth: z.int().min(1).max(32),
});
export type RunLimits = z.infer<typeof runLimitsSchema>;

export const defaultRunLimits: RunLimits = {
  wallTimeMs: 60_000,
  cpuTimeMs: 60_000,
  memoryBytes: 512 * mib,
  pids: 128,
  openFiles: 1024,
  fileBytes: 256 * mib,
  workBytes: 256 * mib,
  outputBytes: 4 * mib,
  workInodes: 200_000,
  artifactFiles: 200,
  artifactBytes: 256 * mib,
  artifactDepth: 12,
};

/** What a program is started with ends at a NUL: one inside would cut it silently. */
const startTextSchema = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .refine((text) => !text.includes('\0'), 'must not hold the NUL character');

/** Shell text, such as `pytest -q`. */
export const shellCommandSchema = startTextSchema(32 * kib).min(1);
/** Variables of a program's environment. */
export const programEnvironmentSchema = z.record(
  z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/),
  startTextSchema(32 * kib),
);

export const createRunSchema = z.strictObject({
  language: z.string().min(1).max(32),
  files: z
    .array(z.strictObject({ path: filePathSchema, content: z.string().max(4 * mib) }))
    .min(1)
    .max(256),
  /** The file to start; the first file where left out. */
  entry: filePathSchema.optional(),
  /** Run in place of the entry file. */
  command: shellCommandSchema.optional(),
  args: z
    .array(startTextSchema(4 * kib))
    .max(256)
    .optional(),
  stdin: z
    .string()
    .max(4 * mib)
    .optional(),
  env: programEnvironmentSchema.optional(),
  limits: runLimitsSchema.partial().optional(),
  network: networkModeSchema.optional(),
  /** Standard input goes on after `stdin`: `POST /runs/:id/stdin` adds to it and ends it. */
  keepStdinOpen: z.boolean().optional(),
});
export type CreateRun = z.infer<typeof createRunSchema>;

export const runResultSchema = z.object({
  id: runIdSchema,
  language: z.string(),
  status: runStatusSchema,
  phase: z.enum(['compile', 'run']),
  exitCode: z.int().nullable(),
  signal: z.string().nullable(),
  /** Which limit ended the run, by its name in the limits. */
  limit: z.string().optional(),
  /** The limits that held. */
  limits: runLimitsSchema.optional(),
  /** What went wrong with the infrastructure, where status says so. */
  message: z.string().optional(),
  stdout: z.string(),
  stderr: z.string(),
  truncated: z.object({ stdout: z.boolean(), stderr: z.boolean() }),
  wallTimeMs: z.number(),
  cpuTimeMs: z.number(),
  peakMemoryBytes: z.number(),
  queuedMs: z.number(),
  artifacts: z.array(artifactSchema),
  skippedArtifacts: z.array(skippedArtifactSchema),
});
export type RunResult = z.infer<typeof runResultSchema>;

export const languageSchema = z.object({
  id: z.string(),
  name: z.string(),
  version: z.string().nullable(),
  extensions: z.array(z.string()),
  /** ready: can run now; missing: the image is not built; building. */
  status: z.enum(['ready', 'building', 'missing']),
  limits: runLimitsSchema,
  /** What `network: "packages"` installs with, and from which files of a run it does so by itself. */
  packageManager: z.object({ name: z.string(), manifests: z.array(z.string()) }).nullable(),
  sample: z.object({ path: z.string(), content: z.string() }),
});
export type Language = z.infer<typeof languageSchema>;
