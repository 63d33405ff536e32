import { expect, test } from '@jest/globals';
import { idOf, sessionOf } from '../../../api/session.fixture.ts';
import { nextTerminalList, noTerminals } from './terminal-list.ts';

const listing = (
  terminals: Record<string, 'open' | 'exited'>,
  more: Omit<Parameters<typeof sessionOf>[0], 'terminals'> = {},
) =>
  sessionOf({
    ...more,
    terminals: Object.entries(terminals).map(([last, status]) => ({ id: idOf(last), status })),
  });

const names = (list: typeof noTerminals) =>
  list.tabs.map((tab) => `${tab.id.slice(-2)}=${tab.number}${tab.hasEnded ? ' ended' : ''}`);
const nothing = { opened: [], closed: [] };

test('terminals keep their numbers, and a free number is taken again', () => {
  let list = nextTerminalList(noTerminals, { session: listing({ a1: 'open', a2: 'open' }), ...nothing });
  expect(names(list)).toEqual(['a1=1', 'a2=2']);
  const closed = [idOf('a1')];
  list = nextTerminalList(list, { session: listing({ a1: 'open', a2: 'open' }), opened: [], closed });
  expect(names(list)).toEqual(['a2=2']);
  list = nextTerminalList(list, { session: listing({ a2: 'exited' }), opened: [idOf('a3')], closed });
  expect(names(list)).toEqual(['a2=2 ended', 'a3=1']);
});

test('what ends with its session can still be read, and goes with the next session', () => {
  const open = nextTerminalList(noTerminals, { session: listing({ a1: 'open' }), ...nothing });
  const ended = nextTerminalList(open, { session: listing({}, { status: 'ended' }), ...nothing });
  expect(names(ended)).toEqual(['a1=1 ended']);
  const next = listing({ b1: 'open' }, { id: idOf('10') });
  expect(names(nextTerminalList(ended, { session: next, ...nothing }))).toEqual(['b1=1']);
});

test('without news the list is the same one', () => {
  const list = nextTerminalList(noTerminals, { session: listing({ a1: 'open' }), ...nothing });
  expect(nextTerminalList(list, { session: listing({ a1: 'open' }), ...nothing })).toBe(list);
});
