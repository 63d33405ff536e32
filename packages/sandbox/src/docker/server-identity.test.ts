import { expect, test } from '@jest/globals';
import { labels } from './engine.ts';
import { isAbandoned, readServerIdentity } from './server-identity.ts';

const minuteMs = 60_000;
const own = await readServerIdentity();
const labelsOf = (changes: Partial<typeof own>) => {
  const { host, process } = { ...own, ...changes };
  return { [labels.host]: host, [labels.process]: process };
};

test.each([
  ['a server that lives', {}, true, 600, false],
  ['a process id that somebody else has now', { process: `${process.pid}:1` }, true, 1, true],
  ['no process of this machine', { process: 'none' }, true, 1, true],
  ['another machine, and runs: its server is there', { host: 'elsewhere' }, true, 600, false],
  ['another machine, and has not started yet', { host: 'elsewhere' }, false, 1, false],
  ['another machine, and ended long ago', { host: 'elsewhere' }, false, 31, true],
])('a container of %s', async (_whose, changes, isRunning, minutes, expected) => {
  const asked = { own, ageMs: minutes * minuteMs, isRunning };
  expect(await isAbandoned(labelsOf(changes), asked)).toBe(expected);
});
