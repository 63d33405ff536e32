import { expect, test } from '@jest/globals';
import { createDemand } from './demand.ts';

test('what is asked for once is not kept ready, what is asked for again is', () => {
  const demand = createDemand();
  expect(demand.wanted(0)).toBe(0);
  demand.note(0);
  expect(demand.wanted(1)).toBe(0);
  demand.note(30_000);
  expect(demand.wanted(30_001)).toBe(1);
  expect(demand.wanted(60_001)).toBe(0);
});

test('as many as the largest burst of the last minute took', () => {
  const demand = createDemand();
  for (const atMs of [0, 100, 200, 300]) demand.note(atMs);
  for (const atMs of [10_000, 10_100]) demand.note(atMs);
  expect(demand.wanted(11_000)).toBe(4);
  expect(demand.wanted(60_299)).toBe(4);
  expect([demand.wanted(60_301), demand.isOver(60_301)]).toEqual([2, false]);
  expect([demand.wanted(80_000), demand.isOver(80_000)]).toEqual([0, true]);
});
