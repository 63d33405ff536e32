import { processIdSchema, sessionIdSchema } from '@sandsmith/contracts/domain/ids';
import { z } from 'zod';

export const sessionParams = z.strictObject({ id: sessionIdSchema });
export const processParams = z.strictObject({ id: sessionIdSchema, processId: processIdSchema });
