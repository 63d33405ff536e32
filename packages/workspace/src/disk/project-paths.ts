import type { Stats } from 'node:fs';
import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { filePathFault } from '@sandsmith/contracts/domain/file-path';
import { SandsmithError } from '@sandsmith/foundation/errors';

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Where the parts of one project lie on disk. */
export interface ProjectPaths {
  root: string;
  files: string;
  blobs: string;
  private: string;
  /** Half-written content, on the same file system, so that a rename finishes it. */
  staging: string;
}

/** Throws `project.not-found` for anything that is no UUID, before a path is made of it. */
export function projectPaths(root: string, projectId: string): ProjectPaths {
  if (!uuidPattern.test(projectId)) {
    throw new SandsmithError({
      code: 'project.not-found',
      message: 'There is no such project: its id is not an id. Open the project from the list again.',
    });
  }
  const project = join(root, projectId.toLowerCase());
  return {
    root: project,
    files: join(project, 'files'),
    blobs: join(project, 'blobs'),
    private: join(project, 'private'),
    staging: join(project, 'staging'),
  };
}

export function pathInvalid(path: string, why: string): SandsmithError {
  return new SandsmithError({
    code: 'file.path-invalid',
    message: `The path ${JSON.stringify(path.slice(0, 200))} ${why}.`,
  });
}

export function fileNotFound(path: string): SandsmithError {
  return new SandsmithError({
    code: 'file.not-found',
    message: `There is no file ${JSON.stringify(path)} in this project. It may have been renamed or deleted: reload the file list.`,
    details: { path },
  });
}

export function checkedPath(path: string): string {
  const fault = filePathFault(path);
  if (fault) throw pathInvalid(path, fault);
  return path;
}

export function errnoOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

export async function statOrUndefined(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    const code = errnoOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
  }
}

/**
 * The absolute path of `path` below `base`, after looking at every folder on the way: a symbolic link among them is
 * refused, never followed. With `create`, missing folders are made.
 */
export async function resolveInside(base: string, path: string, create = false): Promise<string> {
  const segments = checkedPath(path).split('/');
  let current = base;
  for (const [index, segment] of segments.slice(0, -1).entries()) {
    current = join(current, segment);
    let stats = await statOrUndefined(current);
    if (!stats && create) {
      await makeFolder(current);
      stats = await lstat(current);
    }
    if (!stats) return join(base, ...segments);
    if (stats.isSymbolicLink())
      throw pathInvalid(path, 'leads through a symbolic link, which is not followed');
    if (!stats.isDirectory() && create) {
      const parent = segments.slice(0, index + 1).join('/');
      throw pathInvalid(path, `cannot exist, because ${JSON.stringify(parent)} is a file and not a folder`);
    }
  }
  return join(base, ...segments);
}
