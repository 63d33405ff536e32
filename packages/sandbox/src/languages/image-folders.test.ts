import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { defaultRunLimits } from '@sandsmith/contracts/domain/run';
import { selectFolders, staleFolders } from '../docker/build-images.ts';
import { baseImage, defaultImagesDirectory, type ImageFolder, readImageFolders } from './image-folders.ts';
import { fillCommand } from './language-definition.ts';
import { createLanguageRegistry, effectiveLimits } from './language-registry.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'sandsmith-folders-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function changed(name: string, file: string, content: string): Promise<ImageFolder[]> {
  const directory = path.join(root, name);
  await cp(defaultImagesDirectory, directory, { recursive: true });
  await writeFile(path.join(directory, file), content);
  return readImageFolders(directory);
}

const tagsOf = (folders: ImageFolder[]) => Object.fromEntries(folders.map(({ id, tag }) => [id, tag]));

describe('image folders', () => {
  test('come parents first, each naming its parent', async () => {
    const folders = await readImageFolders(defaultImagesDirectory);
    expect(folders.slice(0, 2)).toMatchObject([{ id: 'base', parentTag: baseImage }, { id: 'runner' }]);
    const built = new Map<string, string>();
    for (const { id, toolsTag, parentTag, language } of folders) {
      if (language) expect([id, parentTag]).toEqual([id, built.get(language.parent)]);
      built.set(id, toolsTag);
    }
    expect([...built.keys()]).toEqual(expect.arrayContaining(['python', 'javascript', 'typescript', 'bash']));
  });

  test('a description that is not valid names its file', async () => {
    await expect(changed('broken', 'bash/language.json', '{"name": 1}')).rejects.toMatchObject({
      code: 'sandbox.failed',
      message: expect.stringContaining('sandbox-images/bash/language.json'),
    });
  });

  test('a selection brings its parents', async () => {
    const folders = await readImageFolders(defaultImagesDirectory);
    expect(selectFolders(folders, ['typescript']).map(({ id }) => id)).toEqual([
      'base',
      'runner',
      'javascript',
      'typescript',
    ]);
  });

  test('what languages are built from is not missed where they themselves are there', async () => {
    const folders = await readImageFolders(defaultImagesDirectory);
    const stale = (languages: string[], present: string[]) =>
      staleFolders(selectFolders(folders, languages), ({ id }) => present.includes(id)).map(({ id }) => id);
    expect(stale(['bash'], ['bash'])).toEqual([]);
    expect(stale(['bash', 'lua'], ['bash'])).toEqual(['base', 'runner', 'lua']);
    expect(stale(['bash', 'lua'], ['base', 'runner', 'bash'])).toEqual(['lua']);
    expect(stale([], ['base'])).toEqual(['runner']);
  });
});

describe('the tags of images', () => {
  test('a change gives new tags to that image and those built from it alone', async () => {
    const before = tagsOf(await readImageFolders(defaultImagesDirectory));
    const after = tagsOf(await changed('one', 'javascript/extra.txt', 'x'));
    const different = Object.keys(before).filter((id) => before[id] !== after[id]);
    expect(different).toEqual(['javascript', 'typescript']);
  });

  test('a change of the base gives new tags to all', async () => {
    const before = tagsOf(await readImageFolders(defaultImagesDirectory));
    const after = tagsOf(await changed('all', 'base/extra.txt', 'x'));
    expect(Object.keys(before).filter((id) => before[id] === after[id])).toEqual([]);
  });

  test('a change of the agent gives new tags to all but the base, and builds no tools anew', async () => {
    const before = await readImageFolders(defaultImagesDirectory);
    const after = await changed('agent', 'runner/extra.txt', 'x');
    const same = before.filter(({ id, tag }) => tagsOf(after)[id] === tag);
    expect(same.map(({ id }) => id)).toEqual(['base']);
    const tools = (folders: ImageFolder[]) =>
      folders.flatMap(({ language, toolsTag }) => (language ? [toolsTag] : []));
    expect(tools(after)).toEqual(tools(before));
  });

  test('programs that prove a language and texts for people are not part of an image', async () => {
    const before = tagsOf(await readImageFolders(defaultImagesDirectory));
    const notes = await changed('notes', 'runner/NOTES.md', 'x');
    expect(tagsOf(notes)).toEqual(before);
    const directory = path.join(root, 'notes', 'bash', 'conformance', 'hello');
    await mkdir(directory, { recursive: true });
    await writeFile(path.join(directory, 'case.json'), '{}');
    expect(tagsOf(await readImageFolders(path.join(root, 'notes')))).toEqual(before);
  });
});

describe('the language registry', () => {
  const registry = createLanguageRegistry({ imagesDirectory: defaultImagesDirectory });

  test('lists and finds', async () => {
    const ids = (await registry.list()).map(({ id }) => id);
    expect(ids.slice(0, 4)).toEqual(['python', 'javascript', 'typescript', 'bash']);
    expect(await registry.find('python')).toMatchObject({
      name: 'Python',
      imageTag: expect.stringMatching(/^sandsmith\/python:[0-9a-f]{16}$/),
    });
  });

  test.each(['base', 'runner', 'cobol', '', '__proto__'])('does not know %p', async (id) => {
    await expect(registry.find(id)).rejects.toMatchObject({ code: 'run.language-unknown' });
  });

  test('fills commands without a shell in between', () => {
    const command = ['run', '--file={entry}', '{args}'];
    expect(fillCommand(command, { entry: 'a b.py', args: ['{entry}', '$x'] })).toEqual([
      'run',
      '--file=a b.py',
      '{entry}',
      '$x',
    ]);
  });

  test('limits: asked, else the language, else general; never above the most allowed', () => {
    const limits = effectiveLimits(
      { limits: { pids: 10 } },
      { wallTimeMs: 500_000 },
      { wallTimeMs: 1_000, pids: 5 },
    );
    expect(limits).toEqual({ ...defaultRunLimits, wallTimeMs: 1_000, pids: 5 });
    expect(effectiveLimits({ limits: { pids: 10 } }, { pids: 20 })).toMatchObject({ pids: 20 });
  });
});
