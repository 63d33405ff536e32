import type { PrismaClient } from '../generated/prisma/client.ts';
import { translateDatabaseError } from './database-errors.ts';

/** What repositories may do inside a transaction. */
export type Transaction = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0];

/**
 * Runs the work in one transaction; trouble in beginning or committing it is translated as in any query.
 * With `isSnapshot` all its reads see one moment.
 */
export async function inTransaction<T>(
  prisma: PrismaClient,
  work: (transaction: Transaction) => Promise<T>,
  { isSnapshot = false }: { isSnapshot?: boolean } = {},
): Promise<T> {
  const isolationLevel = isSnapshot ? ('RepeatableRead' as const) : ('ReadCommitted' as const);
  try {
    return await prisma.$transaction(work, { maxWait: 10_000, timeout: 30_000, isolationLevel });
  } catch (error) {
    throw translateDatabaseError(error);
  }
}
