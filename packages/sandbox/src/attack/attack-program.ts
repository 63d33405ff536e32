import { networkModeSchema, runLimitsSchema, runStatusSchema } from '@sandsmith/contracts/domain/run';
import { z } from 'zod';

/** What must be true afterwards. What is left out is not looked at, save for what always holds; see `judge.ts`. */
const expectationSchema = z.strictObject({
  /**
   * What the program has to show for itself. `held`: a line `HELD: …` for what was refused, and `DONE` as the last of its
   * evidence. `begun`: a line `BEGUN: …`, for programs that a limit ends. `none`: for those that must not even start.
   */
  proof: z.enum(['held', 'begun', 'none']).default('held'),
  /** The verdicts that are right. */
  status: z.array(runStatusSchema).min(1).default(['succeeded']),
  exitCode: z.int().optional(),
  signal: z.string().optional(),
  /** The limits, one of which the verdict must name. */
  limit: z.array(z.string()).min(1).optional(),
  /** The code of the error with which the request must be refused: no program is started. */
  refused: z.string().optional(),
  /** The code of an error with which it may be refused; where it is not, the program has to be held. */
  mayBeRefused: z.string().optional(),
  stdout: z
    .strictObject({
      has: z.array(z.string()).default([]),
      /** Of every byte that came. */
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .optional(),
      maxBytes: z.int().optional(),
    })
    .optional(),
  /** From the request to the last event, where that is to be shorter than the wall time allows. */
  withinMs: z.int().optional(),
  artifacts: z
    .strictObject({
      /** Exactly these, in any order. */
      paths: z.array(z.string()).optional(),
      maxFiles: z.int().optional(),
      maxBytes: z.int().optional(),
      /** Stands in none of them. */
      lack: z.string().optional(),
    })
    .optional(),
  /** Each must be listed as skipped, with this text in its reason. */
  skipped: z.array(z.strictObject({ path: z.string(), reason: z.string() })).optional(),
});

/** The shape of `program.json`. */
export const attackFileSchema = z.strictObject({
  title: z.string().min(1),
  /** One sentence: what it tries. */
  tries: z.string().min(1),
  /** One sentence: what holds it. */
  heldBy: z.string().min(1),
  /** What it means where it is not held, where that is more than its group says. */
  means: z.string().optional(),
  /** What to do then, where that is other than what its group says. */
  remedy: z.string().optional(),
  languages: z.union([z.literal('all'), z.array(z.string().min(1)).min(1)]),
  /** Shell text, as in a run. Either this or `entry`. */
  command: z.string().optional(),
  entry: z.string().optional(),
  /** Files of `shared/` that come along. */
  uses: z.array(z.string()).default([]),
  /** Files of the request that no folder can hold: any name, as many zero bytes as wanted; `{n}` counts from 1. */
  extraFiles: z
    .array(z.strictObject({ path: z.string(), zeroBytes: z.int().min(0), count: z.int().min(1).default(1) }))
    .default([]),
  env: z.record(z.string(), z.string()).optional(),
  stdin: z.string().optional(),
  /** In place of `stdin`: so many zero bytes. */
  stdinZeroBytes: z.int().min(1).optional(),
  limits: runLimitsSchema.partial().optional(),
  network: networkModeSchema.default('none'),
  /** Shell text run at the same time in the sandbox of another owner; what it prints is evidence as well. */
  beside: z.string().optional(),
  expect: expectationSchema,
});

/** The shape of `group.json`. */
export const attackGroupFileSchema = z.strictObject({
  title: z.string().min(1),
  order: z.int(),
  /** What it means where one of its programs is not held. */
  means: z.string().min(1),
  /** What to do then. */
  remedy: z.string().min(1),
});

export type AttackExpectation = z.output<typeof expectationSchema>;
export type AttackProgram = z.output<typeof attackFileSchema> & {
  /** The name of its folder; stable. */
  id: string;
  group: string;
  files: { path: string; content: Uint8Array }[];
};
export type AttackGroup = z.output<typeof attackGroupFileSchema> & {
  id: string;
  programs: AttackProgram[];
};
