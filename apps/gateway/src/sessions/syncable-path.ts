import { filePathFault } from '@sandsmith/contracts/domain/file-path';

/**
 * What tools keep for themselves, and the session's listing leaves out: files there would be taken for removed. The same
 * names stand in the agent (sandbox-images/runner/PROTOCOL.md).
 */
const foldersOfTools = new Set(
  'node_modules .git __pycache__ .venv venv target .cache .npm .pytest_cache .vite'.split(' '),
);
/** What builds collect from their runs; it is no part of the project's files. */
const collectedFolder = 'output';

/**
 * Whether a path of the container is one of the project's. What a program names its files is not to be trusted: names
 * that a project cannot have stay in the session.
 */
export function isSyncable(path: string): boolean {
  // Bytes that are no UTF-8 have become this character: the file cannot be asked for by that name.
  if (filePathFault(path) !== undefined || path.includes('\ufffd')) return false;
  const folders = path.split('/').slice(0, -1);
  return folders[0] !== collectedFolder && !folders.some((folder) => foldersOfTools.has(folder));
}

/** Where the session's version of a file goes that both sides changed: `src/main.py` -> `src/main.from-session.py`. */
export function besidePath(path: string, number: number): string {
  const slash = path.lastIndexOf('/') + 1;
  const dot = path.lastIndexOf('.');
  const end = dot > slash ? dot : path.length;
  const suffix = number === 1 ? '.from-session' : `.from-session-${number}`;
  return `${path.slice(0, end)}${suffix}${path.slice(end)}`;
}
