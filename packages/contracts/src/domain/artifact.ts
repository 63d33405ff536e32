import { z } from 'zod';

/** A file that a program left below `output/`; `path` is relative to that folder. */
export const artifactSchema = z.object({
  path: z.string(),
  mediaType: z.string(),
  bytes: z.int(),
});
export type Artifact = z.infer<typeof artifactSchema>;

/** Something below `output/` that was not taken, and why. */
export const skippedArtifactSchema = z.object({ path: z.string(), reason: z.string() });
export type SkippedArtifact = z.infer<typeof skippedArtifactSchema>;
