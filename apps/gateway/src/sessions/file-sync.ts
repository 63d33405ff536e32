import { hashBytes } from '@sandsmith/crypto/tokens';
import { isSandsmithError, messageOf } from '@sandsmith/foundation/errors';
import type { Logger } from '@sandsmith/foundation/logger';
import type { SandboxSession, SessionFileEntry } from '@sandsmith/sandbox/sandbox-port';
import type { Workspace } from '@sandsmith/workspace/workspace-port';
import { besidePath, isSyncable } from './syncable-path.ts';

export interface FileSync {
  /** Learns what the session calls its files, before any program runs there: they need not be read again. */
  begin(): Promise<void>;
  /** Both ways; one after the other where it is asked several times. Rejects only where the session has ended. */
  run(options?: { changedPaths?: string[] }): Promise<void>;
  /** Files that stay in the session, with the reason for a person. */
  leftOut(): { path: string; reason: string }[];
}

/** What was last the same on both sides. */
interface Agreed {
  sha256: string;
  /** The session's version with this content; absent where it has not been listed since it was written there. */
  version?: string;
  /** What the project's listing said, which tells a change without reading. */
  mark?: string;
}

export interface FileSyncOptions {
  projectId: string;
  session: Pick<SandboxSession, 'listFiles' | 'readFile' | 'writeFiles' | 'deleteFiles'>;
  workspace: Pick<Workspace, 'tree' | 'read' | 'write' | 'remove'>;
  /** The project's files that were put into the session at its start, by path, with their SHA-256. */
  initial: ReadonlyMap<string, string>;
  /** Documents: read-only in the session, and no files of the project. */
  isDocument: (path: string) => boolean;
  maxFileBytes: number;
  /** Files of the project that now are as programs in the session made them. */
  onChanged: (change: { paths: string[]; removed: string[] }) => void;
  /** Called before many files of the project are removed at once. */
  beforeManyRemovals: (count: number) => Promise<void>;
  logger: Logger;
}

const many = 10;

/**
 * Keeps a project's files and a session's the same. Every content that both have is remembered by its hash, so that
 * what one side was given is not taken for a change of its own. Where both changed a file, the project's version stays
 * where it is and the session's is written beside it: nothing is lost.
 */
export function createFileSync(options: FileSyncOptions): FileSync {
  const agreed = new Map<string, Agreed>([...options.initial].map(([path, sha256]) => [path, { sha256 }]));
  const leftOut = new Map<string, string>();
  const state = { ...options, agreed, leftOut };
  let last: Promise<void> = Promise.resolve();
  return {
    async begin() {
      for (const { path, version } of (await options.session.listFiles()).entries) {
        const known = agreed.get(path);
        if (known) agreed.set(path, { ...known, version });
      }
    },
    run({ changedPaths = [] } = {}) {
      const mine = last.then(async () => {
        await takeFromSession(state);
        await giveToSession(state, new Set(changedPaths));
      });
      last = mine.catch(() => undefined);
      return mine;
    },
    leftOut: () => [...leftOut].map(([path, reason]) => ({ path, reason })),
  };
}

type State = FileSyncOptions & { agreed: Map<string, Agreed>; leftOut: Map<string, string> };

async function takeFromSession(state: State): Promise<void> {
  const { session, agreed, leftOut, isDocument } = state;
  const { entries, isTruncated } = await session.listFiles();
  // What is added on the way stands in no list yet, and is not gone for that.
  const knownBefore = [...agreed.keys()];
  const ours = entries.filter(({ path }) => isSyncable(path) && !isDocument(path));
  const change = { paths: [] as string[], removed: [] as string[] };
  for (const path of leftOut.keys()) if (!ours.some((entry) => entry.path === path)) leftOut.delete(path);
  for (const entry of ours) {
    if (agreed.get(entry.path)?.version === entry.version) continue;
    await perFile(state, entry.path, async () => {
      change.paths.push(...(await takeFile(state, entry)));
    });
  }
  // A list that was cut says nothing about what is not in it.
  if (!isTruncated) {
    const present = new Set(entries.map(({ path }) => path));
    const gone: string[] = [];
    for (const path of knownBefore.filter((known) => !present.has(known)))
      if (!(await isHidden(state, path))) gone.push(path);
    if (gone.length >= many) await state.beforeManyRemovals(gone.length);
    for (const path of gone)
      await perFile(state, path, async () => {
        if (await removeFromProject(state, path)) change.removed.push(path);
      });
  }
  if (change.paths.length + change.removed.length > 0) state.onChanged(change);
}

/** One file that cannot be taken over does not keep the others; the end of the session keeps all. */
async function perFile(state: State, path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (isSandsmithError(error, 'session.ended')) throw error;
    // Removed or replaced while it was looked at: the next look sees what it is then.
    if (isSandsmithError(error, 'file.not-found')) return;
    if (!isSandsmithError(error)) state.logger.warn({ err: error, path }, 'file could not be synchronised');
    state.leftOut.set(path, messageOf(error));
  }
}

/** Writes a file of the session to the project where it is another; gives the paths that were written. */
async function takeFile(state: State, { path, bytes, version }: SessionFileEntry): Promise<string[]> {
  const { session, workspace, projectId, agreed, leftOut, maxFileBytes } = state;
  const known = agreed.get(path);
  if (bytes > maxFileBytes) {
    leftOut.set(path, `It has ${megabytes(bytes)}; a file of a project may have ${megabytes(maxFileBytes)}.`);
    return [];
  }
  const content = await session.readFile(path, { maxBytes: maxFileBytes });
  const sha256 = hashBytes(content);
  leftOut.delete(path);
  if (sha256 === known?.sha256) {
    agreed.set(path, { ...known, version });
    return [];
  }
  const stored = await storedHash(state, path);
  if (stored === sha256) {
    agreed.set(path, { sha256, version });
    return [];
  }
  if (stored !== known?.sha256) return keepBoth(state, path, content);
  try {
    await workspace.write(projectId, path, content, { ifMatch: known?.sha256 });
  } catch (error) {
    if (!isSandsmithError(error, 'file.changed-meanwhile')) throw error;
    return keepBoth(state, path, content);
  }
  agreed.set(path, { sha256, version });
  return [path];
}

/** The project's version stays and goes into the session; the session's stands beside it, on both sides. */
async function keepBoth(state: State, path: string, content: Buffer): Promise<string[]> {
  const { workspace, projectId, agreed } = state;
  const sha256 = hashBytes(content);
  for (let number = 1; ; number += 1) {
    const beside = besidePath(path, number);
    const there = await storedHash(state, beside);
    if (there !== undefined && there !== sha256) continue;
    if (there === undefined) await workspace.write(projectId, beside, content);
    agreed.delete(beside);
    await giveFile(state, beside);
    if ((await storedHash(state, path)) !== undefined) await giveFile(state, path);
    // Removed in the project meanwhile: the copy beside it is what is left of the session's work.
    else {
      await state.session.deleteFiles([path]);
      agreed.delete(path);
    }
    return [beside];
  }
}

/** Not in the list, and there all the same: a folder that is closed to everybody cannot be listed. */
async function isHidden({ session }: State, path: string): Promise<boolean> {
  try {
    await session.readFile(path, { maxBytes: 0 });
    return true;
  } catch (error) {
    if (isSandsmithError(error, 'file.not-found')) return error.details['isThere'] === true;
    if (isSandsmithError(error, 'file.too-large')) return true;
    throw error;
  }
}

/** Gone from the session: gone from the project too, unless it has changed there meanwhile. */
async function removeFromProject(state: State, path: string): Promise<boolean> {
  const { workspace, projectId, agreed } = state;
  const stored = await storedHash(state, path);
  if (stored !== undefined && stored !== agreed.get(path)?.sha256) {
    await giveFile(state, path);
    return false;
  }
  agreed.delete(path);
  if (stored === undefined) return false;
  await workspace.remove(projectId, path);
  return true;
}

async function giveToSession(state: State, changedPaths: ReadonlySet<string>): Promise<void> {
  const { workspace, projectId, agreed, isDocument } = state;
  const tree = await workspace.tree(projectId);
  const knownBefore = [...agreed.keys()];
  const files = tree.filter(({ kind, path }) => kind === 'file' && isSyncable(path) && !isDocument(path));
  for (const { path, bytes, modifiedAt } of files) {
    const mark = `${modifiedAt} ${bytes}`;
    const known = agreed.get(path);
    if (known?.mark === mark && !changedPaths.has(path)) continue;
    await perFile(state, path, () => giveChanged(state, path, mark));
  }
  const present = new Set(files.map(({ path }) => path));
  for (const path of knownBefore.filter((known) => !present.has(known)))
    await perFile(state, path, () => removeFromSession(state, path));
}

/** Gives the session what changed in the project, unless a program has changed it there since the last list. */
async function giveChanged(state: State, path: string, mark: string): Promise<void> {
  const { workspace, projectId, agreed } = state;
  const { sha256 } = (await workspace.read(projectId, path)).file;
  const known = agreed.get(path);
  if (known?.sha256 === sha256) {
    agreed.set(path, { ...known, mark });
    return;
  }
  const there = await sessionContent(state, path);
  const thereHash = there && hashBytes(there);
  if (there && thereHash !== known?.sha256 && thereHash !== sha256) {
    state.onChanged({ paths: await keepBoth(state, path, there), removed: [] });
    return;
  }
  await giveFile(state, path);
}

async function giveFile(
  { session, workspace, projectId, agreed, leftOut }: State,
  path: string,
): Promise<void> {
  const { content, file } = await workspace.read(projectId, path);
  await session.writeFiles([{ path, content }]);
  leftOut.delete(path);
  // The version it got there is known by the next list, which reads it once to see that nothing was written over it.
  agreed.set(path, { sha256: file.sha256 });
}

async function removeFromSession(state: State, path: string): Promise<void> {
  const { session, agreed } = state;
  const there = await sessionContent(state, path);
  // Changed in the session meanwhile: the next look finds both changes.
  if (there && hashBytes(there) !== agreed.get(path)?.sha256) return;
  if (there) await session.deleteFiles([path]);
  agreed.delete(path);
}

async function sessionContent({ session, maxFileBytes }: State, path: string): Promise<Buffer | undefined> {
  try {
    return await session.readFile(path, { maxBytes: maxFileBytes });
  } catch (error) {
    if (isSandsmithError(error, 'file.not-found')) return undefined;
    throw error;
  }
}

async function storedHash({ workspace, projectId }: State, path: string): Promise<string | undefined> {
  try {
    return (await workspace.read(projectId, path)).file.sha256;
  } catch (error) {
    if (isSandsmithError(error, 'file.not-found')) return undefined;
    throw error;
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
