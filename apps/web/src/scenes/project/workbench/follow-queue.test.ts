import { expect, test } from '@jest/globals';
import type { FileLive } from '../../../realtime/build-live.ts';
import { createFollowQueue, firstFileOf } from './follow-queue.ts';

function filesOf(...entries: [path: string, state: FileLive['state'], versions?: number][]) {
  return Object.fromEntries(
    entries.map(([path, state, versions = 1]) => [
      path,
      { path, state, versions, content: '', stepId: undefined } satisfies FileLive,
    ]),
  );
}

async function follow(...moments: ReturnType<typeof filesOf>[]): Promise<string[]> {
  const shown: string[] = [];
  const queue = createFollowQueue((path) => shown.push(path));
  queue.take({}, { isFollowed: true });
  for (const files of moments) queue.take(files, { isFollowed: true });
  await new Promise((resolve) => setTimeout(resolve, 1_400));
  queue.stop();
  return shown;
}

test('files that come at once are shown one after the other', async () => {
  expect(await follow(filesOf(['main.py', 'written'], ['README.md', 'written']))).toEqual([
    'main.py',
    'README.md',
  ]);
});

test('two files that stream side by side do not flip', async () => {
  const both = filesOf(['main.py', 'writing'], ['README.md', 'writing']);
  expect(await follow(both, both, both)).toEqual(['main.py', 'README.md']);
});

test('a file written again is shown again', async () => {
  const shown = await follow(
    filesOf(['main.py', 'written'], ['test.py', 'written']),
    filesOf(['main.py', 'writing', 2], ['test.py', 'written']),
  );
  expect(shown).toEqual(['main.py', 'test.py', 'main.py']);
});

test('what was there at first is no news, except a file that is being written', async () => {
  const shown: string[] = [];
  const queue = createFollowQueue((path) => shown.push(path));
  queue.take(filesOf(['a.py', 'written'], ['b.py', 'writing']), { isFollowed: true });
  queue.stop();
  expect(shown).toEqual(['b.py']);
});

test('the first file is the first that the plan names', () => {
  const files = filesOf(['README.md', 'written'], ['main.py', 'written']);
  const step = {
    kind: 'write',
    title: 'Write',
    instructions: '',
    language: 'python',
  } as const;
  const plan = {
    title: 'Plan',
    summary: '',
    steps: [{ ...step, id: 'write', files: ['main.py'], dependsOn: [], acceptance: { command: 'true' } }],
  };
  expect(firstFileOf({ plan, files })).toBe('main.py');
  expect(firstFileOf({ plan: null, files })).toBe('README.md');
});
