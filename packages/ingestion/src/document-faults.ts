import type { DocumentProblem } from '@sandsmith/contracts/domain/document';
import { SandsmithError } from '@sandsmith/foundation/errors';

const formatsRead = 'Sandsmith reads CSV, TSV, JSON, NDJSON and Excel .xlsx files';

/** `looksLike` completes "… looks like", such as "a PNG image". */
export function formatUnsupported(name: string, looksLike: string, remedy?: string): SandsmithError {
  return new SandsmithError({
    code: 'document.format-unsupported',
    message: `${quoted(name)} looks like ${looksLike}. ${formatsRead}.${remedy ? ` ${remedy}` : ''}`,
    details: { looksLike },
  });
}

export function documentEmpty(name: string, what = 'has no content'): SandsmithError {
  return new SandsmithError({
    code: 'document.empty',
    message: `${quoted(name)} ${what}. Choose a file that holds at least a row of data.`,
  });
}

/** `why` is a whole sentence or several, the last one telling what to do. */
export function documentUnreadable(
  name: string,
  why: string,
  position?: { line?: number; column?: number },
  cause?: unknown,
): SandsmithError {
  return new SandsmithError({
    code: 'document.unreadable',
    message: `${quoted(name)} cannot be read. ${why}`,
    details: { ...position },
    cause,
  });
}

/** A piece of untrusted text, short and on one line. */
export function quoted(text: string, maxLength = 80): string {
  const short = text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
  return JSON.stringify(short);
}

/** Keeps the first problems and counts the rest, so that a file of faults does not become a report of its size. */
export interface ProblemList {
  add(problem: DocumentProblem): void;
  list(): DocumentProblem[];
}

export function createProblemList(maxProblems = 100): ProblemList {
  const problems: DocumentProblem[] = [];
  let left = 0;
  return {
    add(problem) {
      if (problems.length < maxProblems) problems.push(problem);
      else left += 1;
    },
    list() {
      if (left === 0) return [...problems];
      return [...problems, { message: `And ${left} more such lines.` }];
    },
  };
}
