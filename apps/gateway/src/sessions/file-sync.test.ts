import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { hashBytes } from '@sandsmith/crypto/tokens';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { newId } from '@sandsmith/foundation/ids';
import { silentLogger } from '@sandsmith/foundation/logger';
import { createDiskWorkspace } from '@sandsmith/workspace/disk/disk-workspace';
import type { Workspace } from '@sandsmith/workspace/workspace-port';
import { createFileSync, type FileSync } from './file-sync.ts';
import { createMemorySession, type MemorySession } from './memory-session.fixture.ts';

const projectId = newId();
let root: string;
let workspace: Workspace;
let session: MemorySession;
let sync: FileSync;
/** How many files there were when they were about to be removed. */
let kept: number | undefined;
let told: { paths: string[]; removed: string[] }[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sandsmith-sync-'));
  workspace = createDiskWorkspace({ root });
  session = createMemorySession();
  told = [];
  kept = undefined;
  await project('main.py', 'one');
  await project('src/lib.py', 'lib');
  const initial = new Map<string, string>();
  for (const { path, content } of await workspace.readAll(projectId)) {
    session.put(path, content.toString());
    initial.set(path, hashBytes(content));
  }
  sync = createFileSync({
    ...{ projectId, session, workspace, initial, maxFileBytes: 100, logger: silentLogger },
    isDocument: (path) => path === 'data/numbers.csv',
    onChanged: (change) => told.push(change),
    beforeManyRemovals: async () => {
      kept = Object.keys(await projectFiles()).length;
    },
  });
  await sync.begin();
});
afterEach(() => rm(root, { recursive: true, force: true }));

const project = (path: string, content: string) => workspace.write(projectId, path, Buffer.from(content));

async function projectFiles(): Promise<Record<string, string>> {
  const files = await workspace.readAll(projectId);
  return Object.fromEntries(files.map(({ path, content }) => [path, content.toString()]));
}
const sessionFiles = (): Record<string, string> =>
  Object.fromEntries([...session.files].map(([path, { content }]) => [path, content.toString()]));

test('where nothing has changed, nothing is read, written or told', async () => {
  const versions = [...session.files.values()].map(({ version }) => version);
  await sync.run();
  await sync.run();
  expect(session.reads).toEqual([]);
  expect([...session.files.values()].map(({ version }) => version)).toEqual(versions);
  expect(told).toEqual([]);
});

describe('a change on one side', () => {
  test('made in the session is in the project, told once and not sent back', async () => {
    session.put('main.py', 'two');
    session.put('made/new.txt', 'new');
    session.files.delete('src/lib.py');
    await sync.run();
    expect(await projectFiles()).toEqual({ 'main.py': 'two', 'made/new.txt': 'new' });
    const versions = [...session.files.values()].map(({ version }) => version);
    await sync.run();
    expect(told).toEqual([{ paths: ['main.py', 'made/new.txt'], removed: ['src/lib.py'] }]);
    expect([...session.files.values()].map(({ version }) => version)).toEqual(versions);
  });

  test('made in the project is in the session, and is no change of the session', async () => {
    await project('main.py', 'two');
    await project('more.py', 'more');
    await workspace.remove(projectId, 'src/lib.py');
    await sync.run();
    expect(sessionFiles()).toEqual({ 'main.py': 'two', 'more.py': 'more' });
    await sync.run();
    await sync.run();
    expect(told).toEqual([]);
    expect(await projectFiles()).toEqual(sessionFiles());
  });

  test('follows on another of the same file, in both directions', async () => {
    for (const [index, text] of ['a', 'b', 'c', 'd'].entries()) {
      if (index % 2 === 0) session.put('main.py', text);
      else await project('main.py', text);
      await sync.run({ changedPaths: ['main.py'] });
      expect((await projectFiles())['main.py']).toBe(text);
      expect(sessionFiles()['main.py']).toBe(text);
    }
  });
});

describe('changes on both sides', () => {
  test('keep both: the project’s in place, the session’s beside it', async () => {
    session.put('main.py', 'from the session');
    await project('main.py', 'from the project');
    await sync.run();
    const both = {
      'main.py': 'from the project',
      'main.from-session.py': 'from the session',
      'src/lib.py': 'lib',
    };
    expect(await projectFiles()).toEqual(both);
    expect(sessionFiles()).toEqual(both);
    expect(told).toEqual([{ paths: ['main.from-session.py'], removed: [] }]);
    session.put('main.py', 'again from the session');
    await project('main.py', 'again from the project');
    await sync.run();
    expect(await projectFiles()).toEqual({
      ...{ ...both, 'main.py': 'again from the project' },
      'main.from-session-2.py': 'again from the session',
    });
    expect(sessionFiles()).toEqual(await projectFiles());
  });

  test('that are the same are no conflict', async () => {
    session.put('main.py', 'same');
    await project('main.py', 'same');
    session.put('new.py', 'new');
    await project('new.py', 'new');
    await sync.run();
    expect(Object.keys(await projectFiles())).toEqual(['main.py', 'new.py', 'src/lib.py']);
    expect(told).toEqual([]);
  });

  test('of which one is a removal keep what was changed', async () => {
    session.files.delete('main.py');
    await project('main.py', 'changed in the project');
    session.put('src/lib.py', 'changed in the session');
    await workspace.remove(projectId, 'src/lib.py');
    await sync.run();
    const kept = { 'main.py': 'changed in the project', 'src/lib.from-session.py': 'changed in the session' };
    expect(await projectFiles()).toEqual(kept);
    expect(sessionFiles()).toEqual(kept);
  });

  test('also where the session changes just as the project’s file is brought', async () => {
    await project('main.py', 'from the project');
    const { listFiles } = session;
    session.listFiles = async () => {
      const list = await listFiles();
      session.put('main.py', 'a moment later');
      session.listFiles = listFiles;
      return list;
    };
    await sync.run();
    expect(await projectFiles()).toMatchObject({
      'main.py': 'from the project',
      'main.from-session.py': 'a moment later',
    });
  });
});

describe('what is none of the project', () => {
  test('stays in the session: large files with the reason, folders of tools, hostile names', async () => {
    session.put('big.bin', 'x'.repeat(101));
    for (const path of [
      'output/chart.png',
      'node_modules/x/index.js',
      'rust/target/debug/x',
      'a\ufffd',
      '../escape',
      '/etc/passwd',
      'a\nb',
      'x/../y',
    ])
      session.put(path, 'no');
    session.put('data/numbers.csv', 'changed');
    session.put('fine.txt', 'fine');
    await sync.run();
    expect(Object.keys(await projectFiles())).toEqual(['fine.txt', 'main.py', 'src/lib.py']);
    expect(sync.leftOut()).toEqual([{ path: 'big.bin', reason: expect.stringContaining('0.0 MB') }]);
    session.files.delete('big.bin');
    await sync.run();
    expect(sync.leftOut()).toEqual([]);
  });

  test('a list that was cut removes nothing', async () => {
    session.files.delete('main.py');
    session.isTruncated = true;
    await sync.run();
    expect(await projectFiles()).toHaveProperty(['main.py']);
  });

  test('a folder that is closed to everybody has lost nothing', async () => {
    const { readFile } = session;
    session.files.delete('src/lib.py');
    session.readFile = async (path, options) => {
      if (path !== 'src/lib.py') return readFile(path, options);
      throw new SandsmithError({ code: 'file.not-found', message: 'EACCES', details: { isThere: true } });
    };
    await sync.run();
    expect(await projectFiles()).toHaveProperty(['src/lib.py'], 'lib');
    session.readFile = readFile;
    await sync.run();
    expect(await projectFiles()).not.toHaveProperty(['src/lib.py']);
  });

  test('one file that cannot be taken over does not keep the others', async () => {
    session.put('main.py/inner.py', 'below what is a file in the project');
    session.put('other.py', 'other');
    await sync.run();
    expect(await projectFiles()).toHaveProperty(['other.py'], 'other');
    expect(sync.leftOut()).toEqual([
      { path: 'main.py/inner.py', reason: expect.stringContaining('is a file') },
    ]);
  });
});

test('files of the project in folders that the session does not list are left alone', async () => {
  await project('rust/target/notes.txt', 'kept');
  await project('venv', 'a file of that name is one like any other');
  await sync.run();
  await sync.run();
  expect(await projectFiles()).toHaveProperty(['rust/target/notes.txt'], 'kept');
  expect(Object.keys(sessionFiles())).toEqual(['main.py', 'src/lib.py', 'venv']);
});

test('many removals at once are announced before the first', async () => {
  for (let index = 0; index < 9; index += 1) await project(`many/${index}.txt`, 'x');
  await sync.run();
  session.files.delete('many/0.txt');
  await sync.run();
  expect(kept).toBeUndefined();
  session.files.clear();
  await sync.run();
  expect(kept).toBe(10);
  expect(await projectFiles()).toEqual({});
});

test('the end of the session ends the work and harms nothing', async () => {
  session.put('main.py', 'late');
  session.die('engine-lost');
  await expect(sync.run()).rejects.toMatchObject({ code: 'session.ended' });
  expect(await projectFiles()).toEqual({ 'main.py': 'one', 'src/lib.py': 'lib' });
});
