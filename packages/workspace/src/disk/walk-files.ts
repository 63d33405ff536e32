import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { filePathFault } from '@sandsmith/contracts/domain/file-path';
import type { TreeEntry } from '@sandsmith/contracts/domain/project';
import { errnoOf } from './project-paths.ts';

/**
 * Every file and folder below `base`, sorted by path. Symbolic links, devices and names that a project path
 * cannot have are left out: nothing else could open them either.
 */
export async function walkFiles(base: string, prefix = ''): Promise<TreeEntry[]> {
  const entries: TreeEntry[] = [];
  for (const name of await namesIn(base)) {
    const path = prefix === '' ? name : `${prefix}/${name}`;
    if (filePathFault(path)) continue;
    const absolutePath = join(base, name);
    const stats = await lstat(absolutePath).catch(ignoreMissing);
    if (!stats) continue;
    const modifiedAt = stats.mtime.toISOString();
    if (stats.isFile()) entries.push({ path, kind: 'file', bytes: stats.size, modifiedAt });
    if (stats.isDirectory()) {
      entries.push({ path, kind: 'directory', bytes: 0, modifiedAt });
      entries.push(...(await walkFiles(absolutePath, path)));
    }
  }
  return entries;
}

async function namesIn(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch(ignoreMissing);
  return (names ?? []).sort();
}

/** A file may be deleted between listing and looking. */
function ignoreMissing(error: unknown): undefined {
  if (errnoOf(error) === 'ENOENT') return undefined;
  throw error;
}
