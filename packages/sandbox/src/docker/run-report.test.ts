import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { encodeRecord } from './records.ts';
import { createReportReader } from './run-report.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'sandsmith-report-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

test('artifacts are written where they belong', async () => {
  const reader = createReportReader({ artifactsDirectory: path.join(root, 'new') });
  const whole = Buffer.concat([
    encodeRecord('f', 'charts/größe.png'),
    encodeRecord('b', 'one '),
    encodeRecord('b', 'two'),
    encodeRecord('f', 'empty.csv'),
    encodeRecord('s', 'link'),
    encodeRecord('w', 'links are not followed'),
    encodeRecord('.'),
  ]);
  const found = [];
  for (let at = 0; at < whole.length; at += 7) found.push(...(await reader.push(whole.subarray(at, at + 7))));
  await reader.close();
  expect(found).toEqual([
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
    await reader.push(Buffer.concat([encodeRecord('f', name), encodeRecord('b', 'x'), encodeRecord('.')]));
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
  await reader.push(Buffer.concat([encodeRecord('f', Buffer.from([0xff, 0x61])), encodeRecord('.')]));
  await reader.close();
  expect(reader.report().skipped).toEqual([{ path: 'ÿa', reason: 'the name is not UTF-8' }]);
});
