import { z } from 'zod';

/** A file that a program left below `output/`; `path` is relative to that folder. */
export const artifactSchema = z.object({
  path: z.string(),
  mediaType: z.string(),
  bytes: z.int(),
  /**
   * In answers of the HTTP interface: where its bytes are, relative to the server, with a short-lived token, so that
   * `<img>` and `<iframe>` can load it.
   */
  url: z.string().optional(),
});
export type Artifact = z.infer<typeof artifactSchema>;

/** Something below `output/` that was not taken, and why. */
export const skippedArtifactSchema = z.object({ path: z.string(), reason: z.string() });
export type SkippedArtifact = z.infer<typeof skippedArtifactSchema>;
