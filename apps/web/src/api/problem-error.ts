import { problemSchema } from '@sandsmith/contracts/problem';
import axios from 'axios';
import { formatPlural } from '../design/format.ts';

/** What the server answered instead of a result, or that it did not answer (status 0). */
export class ProblemError extends Error {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly issues: { path: string; message: string }[];
  readonly requestId: string | undefined;
  /** How long the server asks to wait before the next try. */
  readonly retryAfterSeconds: number | undefined;

  constructor(problem: {
    code: string;
    status: number;
    title: string;
    detail: string;
    issues?: { path: string; message: string }[] | undefined;
    requestId?: string | undefined;
    retryAfterSeconds?: number | undefined;
  }) {
    super(problem.detail);
    this.name = 'ProblemError';
    this.code = problem.code;
    this.status = problem.status;
    this.title = problem.title;
    this.issues = problem.issues ?? [];
    this.requestId = problem.requestId;
    this.retryAfterSeconds = problem.retryAfterSeconds;
  }
}

export function isProblem(error: unknown): error is ProblemError {
  return error instanceof ProblemError;
}

function bodyOf(data: unknown): unknown {
  if (data instanceof ArrayBuffer) return jsonOrUndefined(new TextDecoder().decode(data));
  return typeof data === 'string' ? jsonOrUndefined(data) : data;
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Turns whatever a request threw into a ProblemError in plain words. Aborts stay what they are. */
export function toProblemError(error: unknown): unknown {
  if (error instanceof ProblemError || axios.isCancel(error)) return error;
  if (!axios.isAxiosError(error)) return error;
  const response = error.response;
  if (!response) {
    const timedOut = error.code === 'ECONNABORTED' || error.code === 'ETIMEDOUT';
    return new ProblemError({
      code: 'network.unreachable',
      status: 0,
      title: timedOut ? 'The server takes too long to answer' : 'The server cannot be reached',
      detail: 'Check that Sandsmith is still running, then try again. Nothing you typed is lost.',
    });
  }
  const parsed = problemSchema.safeParse(bodyOf(response.data));
  const retryAfterSeconds = secondsOf(response.headers['retry-after']);
  if (parsed.success) return new ProblemError({ ...parsed.data, retryAfterSeconds });
  return new ProblemError({
    code: 'response.unexpected',
    status: response.status,
    title: `The server answered ${response.status}`,
    detail: 'The answer could not be read. Try again; if it happens again, look at the server log.',
    retryAfterSeconds,
  });
}

/** `Retry-After: 5`; its other form, a date, is not used by the server. */
function secondsOf(header: unknown): number | undefined {
  const seconds = typeof header === 'string' ? Number.parseInt(header, 10) : Number.NaN;
  return seconds > 0 ? seconds : undefined;
}

/** The detail often begins with the title's words; they are not said twice. */
function withoutTitle(detail: string, title: string): string {
  const rest = detail.startsWith(`${title}. `) ? detail.slice(title.length + 2) : detail;
  return rest || detail;
}

/** A title and what to do, for any error that reaches a screen. */
export function errorWords(error: unknown): { title: string; detail: string } {
  if (isProblem(error)) {
    const issues = error.issues.map((issue) =>
      issue.path ? `${issue.path}: ${issue.message}` : issue.message,
    );
    const message = withoutTitle(error.message, error.title);
    const parts = [
      message,
      issues.length > 0 && `${issues.join('; ')}.`,
      error.retryAfterSeconds !== undefined &&
        `There should be room in ${formatPlural(error.retryAfterSeconds, 'second')}.`,
    ];
    const detail = parts.filter(Boolean).join(' ');
    return { title: error.title, detail };
  }
  const detail = error instanceof Error ? error.message : String(error);
  return { title: 'Something went wrong in the app', detail: `${detail}. Reload the page to try again.` };
}
