import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readAttackPrograms, selectAttacks } from './read-attack-programs.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'attack-programs-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const group = { title: 'Doors', order: 1, means: 'm', remedy: 'r' };
const about = { title: 't', tries: 't', heldBy: 'h', languages: 'all', command: 'sh main.sh', expect: {} };

async function tree(name: string, programs: Record<string, object>): Promise<string> {
  const directory = path.join(root, name);
  await mkdir(path.join(directory, 'shared'), { recursive: true });
  await writeFile(path.join(directory, 'shared', 'probe.sh'), 'shared');
  for (const [where, content] of Object.entries(programs)) {
    const folder = path.join(directory, 'programs', where);
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, '..', 'group.json'), JSON.stringify(group));
    await writeFile(path.join(folder, 'main.sh'), 'own');
    await writeFile(path.join(folder, 'more.ts.hostile'), 'disguised');
    await writeFile(path.join(folder, 'program.json'), JSON.stringify(content));
  }
  return directory;
}

test('programs come with their sources, those that are shared, and what is not said filled in', async () => {
  const groups = await readAttackPrograms(
    await tree('good', { 'doors/knock': { ...about, uses: ['probe.sh'] } }),
  );
  expect(groups).toMatchObject([
    { id: 'doors', title: 'Doors', programs: [{ id: 'knock', group: 'doors' }] },
  ]);
  const [program] = groups[0]?.programs ?? [];
  expect(program?.files.map((file) => [file.path, String(file.content)])).toEqual([
    ['main.sh', 'own'],
    ['more.ts', 'disguised'],
    ['probe.sh', 'shared'],
  ]);
  expect(program).toMatchObject({ network: 'none', expect: { proof: 'held', status: ['succeeded'] } });
});

describe('what is not as it should be is refused, naming the place', () => {
  const cases: [string, Record<string, object>, RegExp][] = [
    ['a misspelt key', { 'doors/knock': { ...about, exepct: {} } }, /doors\/knock/],
    ['neither command nor entry', { 'doors/knock': { ...about, command: undefined } }, /command or an entry/],
    ['both', { 'doors/knock': { ...about, entry: 'main.sh' } }, /command or an entry/],
    ['a shared file that is not there', { 'doors/knock': { ...about, uses: ['none.sh'] } }, /none\.sh/],
    ['the same id twice', { 'a/knock': about, 'b/knock': about }, /two programs are named knock/],
    ['no program at all', {}, /programs/],
  ];
  test.each(cases)('%s', async (name, programs, message) => {
    const directory = await tree(name, programs);
    await expect(readAttackPrograms(directory)).rejects.toMatchObject({ code: 'config.invalid' });
    await expect(readAttackPrograms(directory)).rejects.toThrow(message);
  });

  test('an empty folder', async () => {
    const directory = await tree('empty', { 'doors/knock': about });
    await cp(directory, path.join(root, 'emptied'), { recursive: true });
    await rm(path.join(root, 'emptied', 'programs', 'doors', 'knock'), { recursive: true });
    await expect(readAttackPrograms(path.join(root, 'emptied'))).rejects.toThrow(/there is none/);
  });
});

test('a selection takes a group, or one program, or says what there is', async () => {
  const groups = await readAttackPrograms(
    await tree('select', { 'a/one': about, 'a/two': about, 'b/three': about }),
  );
  const ids = (wanted: string | undefined) =>
    selectAttacks(groups, wanted).flatMap(({ programs }) => programs.map(({ id }) => id));
  expect(ids(undefined)).toEqual(['one', 'two', 'three']);
  expect(ids('a')).toEqual(['one', 'two']);
  expect(ids('three')).toEqual(['three']);
  expect(() => ids('four')).toThrow(/The groups are: a, b/);
});
