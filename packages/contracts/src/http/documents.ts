import { z } from 'zod';
import { documentSummarySchema } from '../domain/document.ts';

export const documentListSchema = z.object({ documents: z.array(documentSummarySchema) });
export const documentRowsQuerySchema = z.strictObject({
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});
