import { filePathSchema } from '@sandsmith/contracts/domain/file-path';
import { checkpointIdSchema, projectIdSchema } from '@sandsmith/contracts/domain/ids';
import { z } from 'zod';

export const projectParams = z.strictObject({ id: projectIdSchema });
export const fileParams = z.strictObject({ id: projectIdSchema, path: filePathSchema });
export const checkpointParams = z.strictObject({ id: projectIdSchema, checkpointId: checkpointIdSchema });
