import type { PrismaClient } from '../generated/prisma/client.ts';
import { translateDatabaseError } from './database-errors.ts';

/** What repositories may do inside a transaction. */
export type Transaction = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0];

/** Runs the work in one transaction; trouble in beginning or committing it is translated as in any query. */
export async function inTransaction<T>(
  prisma: PrismaClient,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  try {
    return await prisma.$transaction(work, { maxWait: 10_000, timeout: 30_000 });
  } catch (error) {
    throw translateDatabaseError(error);
  }
}
