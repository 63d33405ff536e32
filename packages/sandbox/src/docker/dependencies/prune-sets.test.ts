import { expect, test } from '@jest/globals';
import { setsToRemove } from './prune-sets.ts';
import type { KeptSet } from './set-volumes.ts';

const hourMs = 3_600_000;
const nowMs = 1_000 * 24 * hourMs;

function keptSet(
  key: string,
  { hours, bytes = 10, ...more }: { hours: number; bytes?: number } & Partial<KeptSet>,
): KeptSet {
  const usedMs = nowMs - hours * hourMs;
  return { key, seal: `seal-${key}`, bytes, usedMs, changedMs: usedMs, volumes: [key], ...more };
}

function removed(
  sets: KeptSet[],
  maxBytes = 1_000,
  isInUse: (key: string) => boolean = () => false,
): string[] {
  return setsToRemove(sets, { maxBytes, nowMs, isInUse }).map(({ key }) => key);
}

test('what was not used for two weeks goes, what was stays', () => {
  expect(removed([keptSet('old', { hours: 15 * 24 }), keptSet('new', { hours: 13 * 24 })])).toEqual(['old']);
});

test('what was never sealed goes after an hour: until then it may be an install of another server', () => {
  const half = { seal: undefined, bytes: 0 };
  expect(
    removed([keptSet('failed', { hours: 2, ...half }), keptSet('ongoing', { hours: 0.5, ...half })]),
  ).toEqual(['failed']);
});

test('beyond the total size the longest unused go, until the rest fits', () => {
  const sets = [keptSet('b', { hours: 20 }), keptSet('c', { hours: 10 }), keptSet('a', { hours: 30 })];
  expect(removed(sets, 15)).toEqual(['a', 'b']);
  expect(removed(sets, 20)).toEqual(['a']);
  expect(removed(sets, 30)).toEqual([]);
});

test('what is in use or has just been made stays, whatever its size', () => {
  const sets = [keptSet('used', { hours: 400 }), keptSet('fresh', { hours: 0.01, bytes: 5_000 })];
  expect(removed(sets, 15, (key) => key === 'used')).toEqual([]);
});
