import { filePathSchema } from '@sandsmith/contracts/domain/file-path';
import { buildIdSchema } from '@sandsmith/contracts/domain/ids';
import { z } from 'zod';

export const buildParams = z.strictObject({ id: buildIdSchema });
export const buildArtifactParams = z.strictObject({ id: buildIdSchema, path: filePathSchema });
