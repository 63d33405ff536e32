import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { newId } from '@sandsmith/foundation/ids';
import type { StoredFile } from '../workspace-port.ts';
import { errnoOf, fileNotFound, pathInvalid } from './project-paths.ts';

export function sha256Of(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Opens a regular file for reading, never through a symbolic link and never a device or a pipe. */
export async function openRegularFile(absolutePath: string, path: string): Promise<FileHandle> {
  let handle: FileHandle;
  try {
    // O_NONBLOCK: opening a named pipe must not wait for a writer.
    handle = await open(absolutePath, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const code = errnoOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') throw fileNotFound(path);
    if (code === 'ELOOP') throw pathInvalid(path, 'is a symbolic link, which is not followed');
    throw error;
  }
  const stats = await handle.stat();
  if (stats.isFile()) return handle;
  await handle.close();
  throw stats.isDirectory() ? pathInvalid(path, 'is a folder and not a file') : fileNotFound(path);
}

export async function readRegularFile(
  absolutePath: string,
  path: string,
): Promise<{ content: Buffer; file: StoredFile }> {
  const handle = await openRegularFile(absolutePath, path);
  try {
    const content = await handle.readFile();
    const { mtime } = await handle.stat();
    const file = { path, bytes: content.length, sha256: sha256Of(content), modifiedAt: mtime.toISOString() };
    return { content, file };
  } finally {
    await handle.close();
  }
}

/** Writes beside and renames: a reader sees the old content or the new one, never half of it. */
export async function writeAtomically(
  absolutePath: string,
  content: Uint8Array,
  stagingDirectory: string,
): Promise<void> {
  await mkdir(stagingDirectory, { recursive: true });
  const temporary = join(stagingDirectory, newId());
  try {
    const handle = await open(temporary, 'wx', 0o644);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, absolutePath);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Where the content with this hash is kept; two letters of it make the folder, so that none grows huge. */
export function blobPath(blobsDirectory: string, sha256: string): string {
  return join(blobsDirectory, sha256.slice(0, 2), sha256);
}

export async function makeParent(absolutePath: string): Promise<void> {
  await mkdir(dirname(absolutePath), { recursive: true });
}
