import { SandsmithError } from '@sandsmith/foundation/errors';

/** The SHA-256 of an If-Match header; undefined where there is none, or where any state will do (`*`). */
export function readEntityTag(header: string | undefined): string | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  const tag = /^"([0-9a-f]{64})"$/.exec(header.trim())?.[1];
  if (tag) return tag;
  throw new SandsmithError({
    code: 'file.changed-meanwhile',
    message:
      'The If-Match header is not an ETag of this file. Read the file, and send the ETag of that answer, quotes included.',
  });
}

/** Whether an If-None-Match header names this content. */
export function isMatchedBy(header: string | undefined, sha256: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((tag) => ['*', `"${sha256}"`, `W/"${sha256}"`].includes(tag.trim()));
}
