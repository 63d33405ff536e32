import { messageOf, SandsmithError } from '@sandsmith/foundation/errors';

/** Prisma: unreachable, timed out, closed, no free connection, transaction could not start in time. */
const unavailablePrismaCodes = new Set([
  'P1000',
  'P1001',
  'P1002',
  'P1003',
  'P1008',
  'P1010',
  'P1011',
  'P1017',
  'P2024',
  'P2028',
  'P2037',
]);
/** What the driver adapter names the same troubles. */
const unavailableKinds = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TlsConnectionError',
  'AuthenticationFailed',
  'DatabaseDoesNotExist',
  'DatabaseAccessDenied',
  'TooManyConnections',
]);
const unavailableSocketCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'EAI_AGAIN',
  'ENOENT',
]);
/** SQLSTATE classes: connection trouble, too few resources, the server ending, the system failing, no such role or database. */
const unavailableSqlStates = /^(08|53|57P|58|28|3D)/;
const uniqueSqlState = '23505';

function* causes(error: unknown): Generator<Record<string, unknown>> {
  let current: unknown = error;
  for (let depth = 0; depth < 6 && typeof current === 'object' && current !== null; depth += 1) {
    const record = current as Record<string, unknown>;
    yield record;
    const meta = record['meta'];
    if (typeof meta === 'object' && meta !== null && 'driverAdapterError' in meta)
      yield* causes(meta.driverAdapterError);
    current = record['cause'];
  }
}

function codesOf(error: unknown): string[] {
  return [...causes(error)].flatMap(({ code, originalCode }) =>
    [code, originalCode].filter((value) => typeof value === 'string'),
  );
}

/** Whether a row with the same unique value exists already. */
export function isUniqueViolation(error: unknown): boolean {
  return codesOf(error).some((code) => code === 'P2002' || code === uniqueSqlState);
}

/** Whether a row refers to one that does not exist (any more). */
export function isMissingReference(error: unknown): boolean {
  return codesOf(error).some((code) => code === 'P2003' || code === '23503');
}

function isUnavailable(error: unknown): boolean {
  if (codesOf(error).some((code) => unavailablePrismaCodes.has(code) || unavailableSocketCodes.has(code)))
    return true;
  if (codesOf(error).some((code) => code.length === 5 && unavailableSqlStates.test(code))) return true;
  for (const record of causes(error))
    if (
      record['name'] === 'PrismaClientInitializationError' ||
      (typeof record['kind'] === 'string' && unavailableKinds.has(record['kind']))
    )
      return true;
  // The driver reports a connection that ended under a query without any code.
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Server has closed the connection/i.test(
    messageOf(error),
  );
}

/** The seam of the driver: trouble reaching the database becomes `database.unavailable`; the rest passes as it is. */
export function translateDatabaseError(error: unknown): unknown {
  if (error instanceof SandsmithError || !isUnavailable(error)) return error;
  return new SandsmithError({
    code: 'database.unavailable',
    message:
      'The database does not answer, so nothing was changed. It is tried again by itself; ' +
      'if this lasts, check that the database server runs, that DATABASE_URL is right and that its disk is not full.',
    cause: error,
    isRetryable: true,
  });
}
