import { filePathFault } from '@sandsmith/contracts/domain/file-path';

/** Never files of the project: what builds collect, and what tools keep for themselves. */
const leftOutFolders = new Set(['output', 'node_modules', '.git', '.venv', 'venv', '__pycache__']);

/**
 * Whether a path of the container is one of the project's. What a program names its files is not to be trusted: names
 * that a project cannot have stay in the session.
 */
export function isSyncable(path: string): boolean {
  return filePathFault(path) === undefined && !leftOutFolders.has(path.split('/')[0] ?? '');
}

/** Where the session's version of a file goes that both sides changed: `src/main.py` -> `src/main.from-session.py`. */
export function besidePath(path: string, number: number): string {
  const slash = path.lastIndexOf('/') + 1;
  const dot = path.lastIndexOf('.');
  const end = dot > slash ? dot : path.length;
  const suffix = number === 1 ? '.from-session' : `.from-session-${number}`;
  return `${path.slice(0, end)}${suffix}${path.slice(end)}`;
}
