import { describe, expect, test } from '@jest/globals';
import type { LanguageDefinition } from '../../languages/language-definition.ts';
import type { SandboxRequest } from '../../sandbox-port.ts';
import { packageSetOf } from './package-set.ts';

const language: LanguageDefinition = {
  id: 'snake',
  imageTag: 'sandsmith/snake:1',
  name: 'Snake',
  order: 1,
  parent: 'runner',
  extensions: ['.sn'],
  versionCommand: ['true'],
  run: ['snake', '{entry}'],
  packageManager: {
    name: 'nest',
    manifests: ['eggs.txt', 'eggs.toml'],
    lockFiles: ['eggs.lock'],
    install: 'nest get',
  },
  dependencies: { environment: {}, writeEnvironment: {}, path: [], links: {} },
  limits: {},
  sample: { path: 'main.sn', content: '' },
};

function requestWith(files: Record<string, string>, more: Partial<SandboxRequest> = {}): SandboxRequest {
  return {
    runId: 'run',
    ownerId: 'owner',
    language: 'snake',
    files: Object.entries(files).map(([path, content]) => ({ path, content: Buffer.from(content) })),
    network: 'packages',
    artifactsDirectory: '',
    ...more,
  };
}

async function keyOf(
  files: Record<string, string>,
  {
    own = language,
    instanceId = 'here',
    ...more
  }: { own?: LanguageDefinition; instanceId?: string } & Partial<SandboxRequest> = {},
): Promise<string | undefined> {
  return (await packageSetOf(requestWith(files, more), { language: own, instanceId }))?.key;
}

describe('what is installed for a run', () => {
  test('is what its manifest and lock files say: they alone, in whatever order they came', async () => {
    const files = { 'main.sn': 'x', 'eggs.lock': '1', 'eggs.txt': 'python', 'deep/eggs.txt': 'no' };
    const set = await packageSetOf(requestWith(files), { language, instanceId: 'here' });
    expect(set?.files.map(({ path }) => path)).toEqual(['eggs.lock', 'eggs.txt']);
    expect(set).toMatchObject({ install: 'nest get', manager: 'nest', manifest: 'eggs.txt' });
    expect(await keyOf({ 'eggs.txt': 'python', 'main.sn': 'other', 'eggs.lock': '1' })).toBe(set?.key);
  });

  test('is another set for other bytes, names, commands, images and installations', async () => {
    const { packageManager } = language;
    if (!packageManager) throw new Error('the language has a package manager');
    const keys = await Promise.all([
      keyOf({ 'eggs.txt': 'a' }),
      keyOf({ 'eggs.txt': 'b' }),
      keyOf({ 'eggs.toml': 'a' }),
      keyOf({ 'eggs.txt': 'a', 'eggs.lock': '' }),
      keyOf({ 'eggs.txt': 'a', 'eggs.toml': '' }),
      keyOf({ 'eggs.txt': 'a' }, { own: { ...language, imageTag: 'sandsmith/snake:2' } }),
      keyOf(
        { 'eggs.txt': 'a' },
        { own: { ...language, packageManager: { ...packageManager, install: 'x' } } },
      ),
      keyOf({ 'eggs.txt': 'a' }, { instanceId: 'there' }),
    ]);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).not.toContain(undefined);
  });

  test('is the same whoever asks, with whatever variables and command', async () => {
    const files = { 'eggs.txt': 'a' };
    const other = { ownerId: 'other', env: { SECRET: 'x' }, command: 'true', network: 'internet' } as const;
    expect(await keyOf(files, other)).toBe(await keyOf(files));
  });

  test.each<[string, Record<string, string>, Partial<SandboxRequest>]>([
    ['without the network', { 'eggs.txt': 'a' }, { network: 'none' }],
    ['without a manifest', { 'main.sn': '', 'eggs.lock': '1', 'deep/eggs.txt': 'a' }, {}],
    ['with a store of its own', { 'eggs.txt': 'a' }, { dependencies: { key: 'mine', access: 'read' } }],
  ])('is nothing %s', async (_name, files, more) => {
    expect(await keyOf(files, more)).toBeUndefined();
  });

  test('is nothing in a language without a package manager', async () => {
    expect(
      await keyOf({ 'eggs.txt': 'a' }, { own: { ...language, packageManager: undefined } }),
    ).toBeUndefined();
  });
});
