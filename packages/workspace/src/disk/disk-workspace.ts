import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { maxProjectFileBytes } from '@sandsmith/contracts/domain/project';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { newId } from '@sandsmith/foundation/ids';
import type { Manifest, StoredFile, Workspace } from '../workspace-port.ts';
import { blobPath, makeParent, readRegularFile, sha256Of, writeAtomically } from './file-content.ts';
import { createKeyedLock, type KeyedLock } from './keyed-lock.ts';
import {
  errnoOf,
  fileNotFound,
  type ProjectPaths,
  pathInvalid,
  projectPaths,
  resolveInside,
  statOrUndefined,
} from './project-paths.ts';
import { removeEmptyParents, restoreManifest } from './restore-manifest.ts';
import { walkFiles } from './walk-files.ts';
import { zipFiles } from './zip-files.ts';

export interface DiskWorkspaceOptions {
  /** The folder that holds a folder for each project. */
  root: string;
  /** Larger files are refused with `file.too-large`; `maxProjectFileBytes` unless told. */
  maxFileBytes?: number;
}

/**
 * Keeps projects as plain folders: `<root>/<projectId>/files` are the files, `blobs` the contents that checkpoints
 * remember (by SHA-256, each once), `private` the artifacts and uploads. Changes of one project happen one after
 * the other; several processes may read the same root, one should write.
 */
export function createDiskWorkspace({
  root,
  maxFileBytes = maxProjectFileBytes,
}: DiskWorkspaceOptions): Workspace {
  const lock = createKeyedLock();
  const pathsOf = (projectId: string) => projectPaths(root, projectId);
  return {
    tree: async (projectId) => walkFiles(pathsOf(projectId).files),
    read: async (projectId, path) => {
      const paths = pathsOf(projectId);
      return readRegularFile(await resolveInside(paths.files, path), path);
    },
    readAll: async (projectId) => readAll(pathsOf(projectId)),
    archive: (projectId) => archive(pathsOf(projectId)),
    ...mutations({ lock, pathsOf, maxFileBytes }),
    privateDirectory: async (projectId, name) => {
      const paths = pathsOf(projectId);
      await mkdir(paths.private, { recursive: true });
      const directory = join(await resolveInside(paths.private, `${name}/entry`, true), '..');
      return directory;
    },
  };
}

interface MutationContext {
  lock: KeyedLock;
  pathsOf: (projectId: string) => ProjectPaths;
  maxFileBytes: number;
}

type Mutations = Pick<Workspace, 'write' | 'remove' | 'snapshot' | 'restore' | 'removeProject'>;

function mutations({ lock, pathsOf, maxFileBytes }: MutationContext): Mutations {
  const exclusively = async <T>(projectId: string, work: (paths: ProjectPaths) => Promise<T>): Promise<T> => {
    const paths = pathsOf(projectId);
    return lock.run(paths.root, () => work(paths));
  };
  return {
    write: (projectId, path, content, options) =>
      exclusively(projectId, async (paths) => {
        if (content.byteLength > maxFileBytes) throw tooLarge(path, content.byteLength, maxFileBytes);
        return writeFile(paths, { path, content, ifMatch: options?.ifMatch });
      }),
    remove: (projectId, path) => exclusively(projectId, (paths) => removePath(paths, path)),
    snapshot: (projectId) => exclusively(projectId, snapshot),
    restore: (projectId, manifest) =>
      exclusively(projectId, async (paths) => {
        await mkdir(paths.files, { recursive: true });
        await restoreManifest(paths, manifest);
      }),
    removeProject: (projectId) =>
      exclusively(projectId, async (paths) => {
        // The project is gone at once, however long the deletion of its folders takes.
        const doomed = `${paths.root}.removed-${newId()}`;
        try {
          await rename(paths.root, doomed);
        } catch (error) {
          if (errnoOf(error) === 'ENOENT') return;
          throw error;
        }
        await rm(doomed, { recursive: true, force: true });
      }),
  };
}

function tooLarge(path: string, bytes: number, maxBytes: number): SandsmithError {
  const megabytes = (count: number) => `${(count / 1024 / 1024).toFixed(1)} MB`;
  return new SandsmithError({
    code: 'file.too-large',
    message: `${JSON.stringify(path)} has ${megabytes(bytes)}; a project file may have at most ${megabytes(maxBytes)}. Upload large data as a document instead.`,
    details: { bytes, maxBytes },
  });
}

function changedMeanwhile(path: string, sha256: string | undefined): SandsmithError {
  const what = sha256 ? 'was changed' : 'was removed';
  return new SandsmithError({
    code: 'file.changed-meanwhile',
    message: `${JSON.stringify(path)} ${what} since it was opened, so it was not overwritten. Reload it and apply the change again.`,
    details: { path, sha256: sha256 ?? null },
  });
}

async function writeFile(
  paths: ProjectPaths,
  { path, content, ifMatch }: { path: string; content: Uint8Array; ifMatch: string | undefined },
): Promise<StoredFile> {
  await mkdir(paths.files, { recursive: true });
  const known = await resolveInside(paths.files, path);
  if (ifMatch !== undefined) {
    const present = (await statOrUndefined(known))?.isFile()
      ? (await readRegularFile(known, path)).file.sha256
      : undefined;
    if (present !== ifMatch) throw changedMeanwhile(path, present);
  }
  const target = await resolveInside(paths.files, path, true);
  const stats = await statOrUndefined(target);
  if (stats?.isDirectory()) throw pathInvalid(path, 'is a folder; choose another name for the file');
  if (stats && !stats.isFile())
    throw pathInvalid(path, 'is a symbolic link or a device, which is not written');
  await writeAtomically(target, content, paths.staging);
  const written = await statOrUndefined(target);
  const modifiedAt = (written?.mtime ?? new Date()).toISOString();
  return { path, bytes: content.byteLength, sha256: sha256Of(content), modifiedAt };
}

async function removePath(paths: ProjectPaths, path: string): Promise<void> {
  const target = await resolveInside(paths.files, path);
  if (!(await statOrUndefined(target))) throw fileNotFound(path);
  await rm(target, { recursive: true });
  await removeEmptyParents(paths.files, target);
}

async function filesOf(paths: ProjectPaths) {
  const entries = await walkFiles(paths.files);
  return entries.filter((entry) => entry.kind === 'file');
}

async function readAll(paths: ProjectPaths): Promise<{ path: string; content: Buffer }[]> {
  const contents: { path: string; content: Buffer }[] = [];
  for (const { path } of await filesOf(paths)) {
    const { content } = await readRegularFile(join(paths.files, path), path);
    contents.push({ path, content });
  }
  return contents;
}

async function snapshot(paths: ProjectPaths): Promise<Manifest> {
  const manifest: Manifest = [];
  for (const { path } of await filesOf(paths)) {
    const { content, file } = await readRegularFile(join(paths.files, path), path);
    const blob = blobPath(paths.blobs, file.sha256);
    if (!(await statOrUndefined(blob))) {
      await makeParent(blob);
      await writeAtomically(blob, content, paths.staging);
    }
    manifest.push(file);
  }
  return manifest;
}

async function* archive(paths: ProjectPaths): AsyncGenerator<Uint8Array> {
  const files = await filesOf(paths);
  const sources = files.map(({ path, modifiedAt }) => ({
    path,
    absolutePath: join(paths.files, path),
    modifiedAt,
  }));
  yield* zipFiles(sources);
}
