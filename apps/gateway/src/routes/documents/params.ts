import { documentIdSchema } from '@sandsmith/contracts/domain/ids';
import { z } from 'zod';

export const documentParams = z.strictObject({ id: documentIdSchema });
