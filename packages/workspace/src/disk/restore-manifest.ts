import { readFile, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SandsmithError } from '@sandsmith/foundation/errors';
import type { Manifest } from '../workspace-port.ts';
import { blobPath, readRegularFile, sha256Of, writeAtomically } from './file-content.ts';
import {
  checkedPath,
  errnoOf,
  type ProjectPaths,
  pathInvalid,
  resolveInside,
  statOrUndefined,
} from './project-paths.ts';
import { walkFiles } from './walk-files.ts';

/** Makes the files equal to the manifest. Everything is checked before the first file is touched. */
export async function restoreManifest(paths: ProjectPaths, manifest: Manifest): Promise<void> {
  checkManifest(manifest);
  for (const file of manifest) await readBlob(paths, file.sha256);
  await removeOthers(paths, new Set(manifest.map((file) => file.path)));
  for (const file of manifest) {
    const target = await resolveInside(paths.files, file.path, true);
    const present = (await statOrUndefined(target))?.isFile()
      ? (await readRegularFile(target, file.path)).file.sha256
      : undefined;
    if (present === file.sha256) continue;
    await writeAtomically(target, await readBlob(paths, file.sha256), paths.staging);
  }
}

function checkManifest(manifest: Manifest): void {
  const known = new Set<string>();
  for (const { path, sha256 } of manifest) {
    checkedPath(path);
    if (known.has(path)) throw pathInvalid(path, 'stands twice in the checkpoint');
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw contentMissing();
    known.add(path);
  }
  for (const { path } of manifest) {
    const parent = parentPaths(path).find((candidate) => known.has(candidate));
    if (parent)
      throw pathInvalid(path, `lies below ${JSON.stringify(parent)}, which is a file in the checkpoint`);
  }
}

function parentPaths(path: string): string[] {
  const segments = path.split('/');
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join('/'));
}

function contentMissing(cause?: unknown): SandsmithError {
  return new SandsmithError({
    code: 'checkpoint.not-found',
    message:
      'The checkpoint cannot be restored, because the content of one of its files is missing or damaged. Nothing was changed; choose another checkpoint.',
    cause,
  });
}

async function readBlob(paths: ProjectPaths, sha256: string): Promise<Buffer> {
  let content: Buffer;
  try {
    content = await readFile(blobPath(paths.blobs, sha256));
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') throw contentMissing(error);
    throw error;
  }
  if (sha256Of(content) !== sha256) throw contentMissing();
  return content;
}

/** Removes what the manifest does not name: files first, then the folders that became empty, deepest first. */
async function removeOthers(paths: ProjectPaths, kept: Set<string>): Promise<void> {
  const keptFolders = new Set([...kept].flatMap(parentPaths));
  const entries = await walkFiles(paths.files);
  for (const entry of entries) {
    if (entry.kind === 'file' && !kept.has(entry.path))
      await rm(join(paths.files, entry.path), { force: true });
  }
  for (const entry of entries.reverse()) {
    if (entry.kind === 'directory' && !keptFolders.has(entry.path)) {
      await rm(join(paths.files, entry.path), { recursive: true, force: true });
    }
  }
}

/** After a file went: the folders above it that hold nothing any more go too. */
export async function removeEmptyParents(base: string, absolutePath: string): Promise<void> {
  let folder = dirname(absolutePath);
  while (folder.length > base.length && folder.startsWith(base)) {
    try {
      await rmdir(folder);
    } catch (error) {
      const code = errnoOf(error);
      if (code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'ENOENT') return;
      throw error;
    }
    folder = dirname(folder);
  }
}
