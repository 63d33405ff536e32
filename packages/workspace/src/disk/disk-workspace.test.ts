import { randomBytes } from 'node:crypto';
import { access, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '@sandsmith/foundation/ids';
import { unzipSync } from 'fflate';
import type { Workspace } from '../workspace-port.ts';
import { createDiskWorkspace } from './disk-workspace.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
let root: string;
let workspace: Workspace;
let projectId: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sandsmith-workspace-'));
  workspace = createDiskWorkspace({ root, maxFileBytes: 1000 });
  projectId = newId();
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function unzipped(): Promise<Record<string, Uint8Array>> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of workspace.archive(projectId)) chunks.push(chunk);
  return unzipSync(new Uint8Array(Buffer.concat(chunks)));
}

describe('files', () => {
  test('what was written is read back, with its hash', async () => {
    const written = await workspace.write(projectId, 'src/main.py', bytes('print(1)\n'));
    const { content, file } = await workspace.read(projectId, 'src/main.py');
    expect(content.toString()).toBe('print(1)\n');
    expect(file).toEqual(written);
    expect(written.sha256).toBe('cc42155088fca5730758db72b2a5bca33112a941dfaa2d43098ec422ce4ea213');
    expect((await workspace.tree(projectId)).map(({ path, kind }) => `${kind} ${path}`)).toEqual([
      'directory src',
      'file src/main.py',
    ]);
    expect((await workspace.readAll(projectId)).map(({ path }) => path)).toEqual(['src/main.py']);
  });

  test('an unknown project has no files, and a missing file says so', async () => {
    expect(await workspace.tree(projectId)).toEqual([]);
    await expect(workspace.read(projectId, 'a.txt')).rejects.toMatchObject({ code: 'file.not-found' });
    await expect(workspace.remove(projectId, 'a.txt')).rejects.toMatchObject({ code: 'file.not-found' });
  });
});

describe('what is refused', () => {
  test.each([
    '../x',
    '/etc/passwd',
    'a/../../x',
    'a//b',
    '',
    '.',
    'C:\\x',
    'a\0b',
    'a\\..\\b',
    `${'d/'.repeat(300)}x`,
  ])('the path %j is refused everywhere', async (path) => {
    const refused = { code: 'file.path-invalid' };
    await expect(workspace.write(projectId, path, bytes('x'))).rejects.toMatchObject(refused);
    await expect(workspace.read(projectId, path)).rejects.toMatchObject(refused);
    await expect(workspace.remove(projectId, path)).rejects.toMatchObject(refused);
    await expect(workspace.privateDirectory(projectId, path)).rejects.toMatchObject(refused);
  });

  test.each(['..', '../..', 'x', '', '0190f0c2-7c1e-7a4b-8d3a-5b1c9a2e4f60/../..'])(
    'the project id %j never reaches the disk',
    async (id) => {
      const refused = { code: 'project.not-found' };
      await expect(workspace.tree(id)).rejects.toMatchObject(refused);
      await expect(workspace.write(id, 'a', bytes('x'))).rejects.toMatchObject(refused);
      await expect(workspace.removeProject(id)).rejects.toMatchObject(refused);
      expect(await readdir(root)).toEqual([]);
    },
  );
});

describe('what is not a plain file', () => {
  test('symbolic links are neither followed nor listed nor packed', async () => {
    const secret = join(root, 'secret.txt');
    await writeFile(secret, 'secret');
    await workspace.write(projectId, 'a.txt', bytes('a'));
    const files = join(root, projectId, 'files');
    await symlink(secret, join(files, 'link.txt'));
    await symlink(root, join(files, 'folder'));
    const refused = { code: 'file.path-invalid' };
    await expect(workspace.read(projectId, 'link.txt')).rejects.toMatchObject(refused);
    await expect(workspace.read(projectId, 'folder/secret.txt')).rejects.toMatchObject(refused);
    await expect(workspace.write(projectId, 'link.txt', bytes('x'))).rejects.toMatchObject(refused);
    await expect(workspace.write(projectId, 'folder/new.txt', bytes('x'))).rejects.toMatchObject(refused);
    await expect(workspace.remove(projectId, 'folder/secret.txt')).rejects.toMatchObject(refused);
    expect((await workspace.tree(projectId)).map(({ path }) => path)).toEqual(['a.txt']);
    expect(Object.keys(await unzipped())).toEqual(['a.txt']);
    await workspace.remove(projectId, 'folder');
    expect(await readFile(secret, 'utf8')).toBe('secret');
  });

  test('a file and a folder cannot share a name', async () => {
    await workspace.write(projectId, 'a', bytes('x'));
    await expect(workspace.write(projectId, 'a/b', bytes('x'))).rejects.toMatchObject({
      code: 'file.path-invalid',
    });
    await workspace.write(projectId, 'c/d', bytes('x'));
    await expect(workspace.write(projectId, 'c', bytes('x'))).rejects.toMatchObject({
      code: 'file.path-invalid',
    });
    await expect(workspace.read(projectId, 'c')).rejects.toMatchObject({ code: 'file.path-invalid' });
  });

  test('too large is refused and leaves nothing behind', async () => {
    await workspace.write(projectId, 'a', new Uint8Array(1000));
    await expect(workspace.write(projectId, 'a', new Uint8Array(1001))).rejects.toMatchObject({
      code: 'file.too-large',
    });
    expect((await workspace.read(projectId, 'a')).content.length).toBe(1000);
    expect(await readdir(join(root, projectId, 'staging'))).toEqual([]);
  });

  test('removing the last file of a folder removes the folder', async () => {
    await workspace.write(projectId, 'a/b/c.txt', bytes('x'));
    await workspace.write(projectId, 'a/d.txt', bytes('x'));
    await workspace.remove(projectId, 'a/b/c.txt');
    expect((await workspace.tree(projectId)).map(({ path }) => path)).toEqual(['a', 'a/d.txt']);
  });
});

describe('concurrent writers', () => {
  test('of those who saw the same content, exactly one wins', async () => {
    const { sha256 } = await workspace.write(projectId, 'a', bytes('0'));
    const attempts = Array.from({ length: 20 }, (_, index) =>
      workspace.write(projectId, 'a', bytes(`writer ${index}`), { ifMatch: sha256 }),
    );
    const results = await Promise.allSettled(attempts);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected')
        expect(result.reason).toMatchObject({ code: 'file.changed-meanwhile' });
    }
  });

  test('a removed file does not match any more', async () => {
    const { sha256 } = await workspace.write(projectId, 'a', bytes('0'));
    await workspace.remove(projectId, 'a');
    await expect(workspace.write(projectId, 'a', bytes('1'), { ifMatch: sha256 })).rejects.toMatchObject({
      code: 'file.changed-meanwhile',
    });
    expect(await workspace.tree(projectId)).toEqual([]);
  });
});

describe('checkpoints', () => {
  test('restoring makes the files equal to the manifest', async () => {
    await workspace.write(projectId, 'a', bytes('one'));
    await workspace.write(projectId, 'b/c', bytes('two'));
    const manifest = await workspace.snapshot(projectId);
    await workspace.write(projectId, 'a', bytes('changed'));
    await workspace.remove(projectId, 'b/c');
    await workspace.write(projectId, 'b', bytes('a file now'));
    await workspace.write(projectId, 'new/deep/file', bytes('new'));
    await workspace.restore(projectId, manifest);
    const contents = (await workspace.readAll(projectId)).map(({ path, content }) => [
      path,
      content.toString(),
    ]);
    expect(contents).toEqual([
      ['a', 'one'],
      ['b/c', 'two'],
    ]);
    expect((await workspace.tree(projectId)).map(({ path }) => path)).toEqual(['a', 'b', 'b/c']);
    expect((await workspace.snapshot(projectId)).map(({ sha256 }) => sha256)).toEqual(
      manifest.map(({ sha256 }) => sha256),
    );
  });

  test('equal contents are kept once', async () => {
    for (const path of ['a', 'b', 'c']) await workspace.write(projectId, path, bytes('same'));
    await workspace.snapshot(projectId);
    await workspace.snapshot(projectId);
    const blobs = await readdir(join(root, projectId, 'blobs'), { recursive: true });
    expect(blobs.filter((name) => name.includes('/'))).toHaveLength(1);
  });

  test('a checkpoint with missing, damaged or impossible content changes nothing', async () => {
    const file = await workspace.write(projectId, 'a', bytes('one'));
    const manifest = await workspace.snapshot(projectId);
    await workspace.write(projectId, 'a', bytes('two'));
    const unknown = { ...file, path: 'z', sha256: 'f'.repeat(64) };
    const notFound = { code: 'checkpoint.not-found' };
    await expect(workspace.restore(projectId, [...manifest, unknown])).rejects.toMatchObject(notFound);
    const traversal = { ...file, sha256: '../../../../etc/passwd' };
    await expect(workspace.restore(projectId, [traversal])).rejects.toMatchObject(notFound);
    const invalid = { code: 'file.path-invalid' };
    await expect(workspace.restore(projectId, [{ ...file, path: '../x' }])).rejects.toMatchObject(invalid);
    await expect(workspace.restore(projectId, [file, { ...file, path: 'a/b' }])).rejects.toMatchObject(
      invalid,
    );
    await writeFile(join(root, projectId, 'blobs', file.sha256.slice(0, 2), file.sha256), 'damaged');
    await expect(workspace.restore(projectId, manifest)).rejects.toMatchObject(notFound);
    expect((await workspace.read(projectId, 'a')).content.toString()).toBe('two');
  });
});

describe('archive and removal', () => {
  test('the zip holds every file, names with spaces and umlauts too', async () => {
    const content = randomBytes(900);
    await workspace.write(projectId, 'src/größe 1.txt', content);
    await workspace.write(projectId, 'empty', new Uint8Array());
    const files = await unzipped();
    expect(Object.keys(files).sort()).toEqual(['empty', 'src/größe 1.txt']);
    expect(Buffer.from(files['src/größe 1.txt'] ?? [])).toEqual(content);
  });

  test('an empty project makes an empty zip', async () => {
    expect(await unzipped()).toEqual({});
  });

  test('removing a project removes everything of it and nothing else', async () => {
    const other = newId();
    await workspace.write(other, 'kept', bytes('x'));
    await workspace.write(projectId, 'a', bytes('x'));
    await workspace.snapshot(projectId);
    const directory = await workspace.privateDirectory(projectId, 'uploads');
    await mkdir(join(directory, 'deep'));
    await access(directory);
    await workspace.removeProject(projectId);
    await workspace.removeProject(projectId);
    expect(await readdir(root)).toEqual([other]);
  });
});
