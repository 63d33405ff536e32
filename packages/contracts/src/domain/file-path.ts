import { z } from 'zod';

const maxPathBytes = 512;
const maxSegmentBytes = 200;

/** Why a project-relative path is refused, or undefined where it is fine. */
export function filePathFault(path: string): string | undefined {
  if (path.length === 0) return 'must not be empty';
  if (!path.isWellFormed()) return 'must not hold half a surrogate pair';
  if (new TextEncoder().encode(path).length > maxPathBytes) return `must be at most ${maxPathBytes} bytes`;
  if (path.startsWith('/') || /^[a-zA-Z]:/.test(path)) return 'must be relative to the project';
  if (path.includes('\\')) return 'must use / between folders';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
  if (/[\u0000-\u001f\u007f-\u009f]/.test(path)) return 'must not hold control characters';
  // they turn a name around on the screen, or break its line
  if (/[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/.test(path))
    return 'must not hold characters that change how a line is shown';
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.' || segment === '..') return 'must not hold empty, . or .. segments';
    if (new TextEncoder().encode(segment).length > maxSegmentBytes)
      return `each name must be at most ${maxSegmentBytes} bytes`;
  }
  return undefined;
}

/** A safe path below a project's root, with forward slashes. */
export const filePathSchema = z.string().superRefine((path, context) => {
  const fault = filePathFault(path);
  if (fault) context.addIssue({ code: 'custom', message: fault });
});
