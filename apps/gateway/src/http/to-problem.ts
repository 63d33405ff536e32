import { errorCodes, isErrorCode } from '@sandsmith/contracts/error-codes';
import type { Problem } from '@sandsmith/contracts/problem';
import { isSandsmithError } from '@sandsmith/foundation/errors';
import type { InputIssue } from './parse-input.ts';

/** What a person is told of anything thrown. What Sandsmith did not raise on purpose is masked. */
export function toProblem(error: unknown, requestId?: string): Problem {
  if (error instanceof URIError)
    return problem(
      'request.invalid',
      'The address holds a wrong % escape. Encode it and try again.',
      requestId,
    );
  if (isDiskFull(error))
    return problem(
      'storage.full',
      "The server's disk is full, so nothing was changed. Delete projects or documents that are no longer needed, or add space, and try again.",
      requestId,
    );
  if (!isSandsmithError(error) || !isErrorCode(error.code))
    return problem(
      'internal.error',
      `The server met a fault of its own, and its log tells more${requestId ? ` under the request id ${requestId}` : ''}. Try again; if it stays, report it with that id.`,
      requestId,
    );
  const told = problem(error.code, error.message, requestId);
  const issues = error.details['issues'];
  // Only parse-input.ts sets `issues`, and always in this shape.
  return Array.isArray(issues) ? { ...told, issues: issues as InputIssue[] } : told;
}

/** Any write below any request may meet this; what was begun is undone where it was begun. */
function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

function problem(code: keyof typeof errorCodes, detail: string, requestId?: string): Problem {
  const { status, title } = errorCodes[code];
  return { type: `/docs#error-${code}`, title, status, code, detail, requestId };
}
