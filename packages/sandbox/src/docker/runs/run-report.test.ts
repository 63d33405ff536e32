import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createReportReader } from './run-report.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'sandsmith-report-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const record = (type: string, payload: string | Buffer = '') => ({
  type,
  channel: 0,
  bytes: Buffer.from(payload),
});

test('artifacts are written where they belong', async () => {
  const reader = createReportReader({ artifactsDirectory: path.join(root, 'new') });
  const records = [
    record('f', 'charts/größe.png'),
    record('b', 'one '),
    record('b', 'two'),
    record('f', 'empty.csv'),
    record('s', 'link'),
    record('y', 'links are not followed'),
    record('.'),
  ];
  const found = [];
  for (const one of records) found.push(await reader.take(one));
  await reader.close();
  expect(found.filter((artifact) => artifact)).toEqual([
    { path: 'charts/größe.png', mediaType: 'image/png', bytes: 7 },
    { path: 'empty.csv', mediaType: 'text/csv', bytes: 0 },
  ]);
  expect(reader.report()).toMatchObject({
    isComplete: true,
    skipped: [{ path: 'link', reason: 'links are not followed' }],
  });
  expect(await readFile(path.join(root, 'new/charts/größe.png'), 'utf8')).toBe('one two');
});

test.each(['../escape.txt', '/absolute.txt', 'a/../../b', 'a\\b', 'line\nbreak', 'a//b'])(
  'the name %p leads nowhere',
  async (name) => {
    const directory = path.join(root, 'in', 'side');
    const reader = createReportReader({ artifactsDirectory: directory });
    for (const one of [record('f', name), record('b', 'x'), record('.')]) await reader.take(one);
    await reader.close();
    expect(reader.report()).toMatchObject({
      artifacts: [],
      skipped: [{ reason: expect.stringContaining('name') }],
    });
    expect(await readdir(root)).toEqual([]);
  },
);

test('a name that is not UTF-8 is skipped and can be shown', async () => {
  const reader = createReportReader({ artifactsDirectory: root });
  for (const one of [record('f', Buffer.from([0xff, 0x61])), record('.')]) await reader.take(one);
  await reader.close();
  expect(reader.report().skipped).toEqual([{ path: 'ÿa', reason: 'the name is not UTF-8' }]);
});
