import { SandsmithError } from '@sandsmith/foundation/errors';
import type { z } from 'zod';

export interface InputIssue {
  path: string;
  message: string;
}

/** The parsed value, or `request.invalid` with each fault and the path of its field. */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown, where: string): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalidInput(where, parsed.error.issues.flatMap(toIssues));
}

export function invalidInput(where: string, issues: InputIssue[]): SandsmithError {
  const [first] = issues;
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  const named = first ? `: ${first.path ? `${first.path} ` : ''}${first.message}${more}` : '';
  const isFilePath = where === 'address' && issues.every(({ path }) => path === 'path');
  return new SandsmithError({
    code: isFilePath ? 'file.path-invalid' : 'request.invalid',
    message: `The ${where} is not valid${named}. Correct it and send the request again.`,
    details: { issues },
  });
}

/** An unknown field is told at its own path, not at that of the object around it. */
function toIssues(issue: z.core.$ZodIssue): InputIssue[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...path, key].join('.'), message: 'is not a known field' }));
  return [{ path: path.join('.'), message: describe(issue) }];
}

/** zod's sentences stand alone; ours follow the name of the field. */
function describe(issue: z.core.$ZodIssue): string {
  if (!issue.message.startsWith('Invalid input: ')) return lowerFirst(issue.message);
  const rest = issue.message.slice('Invalid input: '.length);
  return rest.endsWith('received undefined') ? 'is required' : rest;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
