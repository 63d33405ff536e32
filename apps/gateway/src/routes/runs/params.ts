import { filePathSchema } from '@sandsmith/contracts/domain/file-path';
import { runIdSchema } from '@sandsmith/contracts/domain/ids';
import { z } from 'zod';

export const runParams = z.strictObject({ id: runIdSchema });
export const runArtifactParams = z.strictObject({ id: runIdSchema, path: filePathSchema });
/** The token of a signed address; a bearer token does as well. */
export const artifactQuery = z.strictObject({ token: z.string().max(300).optional() });
