import { expect, test } from '@jest/globals';
import { gapsIn } from './runtime-probe.ts';

const limits = { workInodes: 500, pids: 64 };

test('nothing is missed where every limit is seen from inside, on either version of control groups', () => {
  expect(gapsIn('Seccomp:\t2\ninodes: 500\npids: 65\n', limits)).toEqual([]);
});

test('what a runtime with a kernel of its own answers is told limit by limit', () => {
  const gaps = gapsIn('Seccomp:\t0\ninodes: 3085511\npids: max\n', limits);
  expect(gaps).toHaveLength(3);
  expect(gaps.join()).toMatch(/system calls.*files in the working folder.*processes/);
});

test('what cannot be seen does not count as enforced, but for files, which are seen everywhere', () => {
  expect(gapsIn('inodes: 500\npids: \n', limits)).toEqual([
    expect.stringContaining('system calls'),
    expect.stringContaining('processes'),
  ]);
});
