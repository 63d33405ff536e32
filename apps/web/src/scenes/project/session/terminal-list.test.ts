import { expect, test } from '@jest/globals';
import { type Session, sessionSchema } from '@sandsmith/contracts/domain/session';
import { nextTerminalList, noTerminals } from './terminal-list.ts';

const id = (last: string) => `0190f0c2-7c1e-7a4b-8d3a-5b1c9a2e4f${last}`;

function sessionOf(
  terminals: Record<string, 'open' | 'exited'>,
  { status = 'ready', sessionId = id('00') }: { status?: Session['status']; sessionId?: string } = {},
): Session {
  return sessionSchema.parse({
    id: sessionId,
    projectId: id('01'),
    language: 'python',
    network: 'packages',
    status,
    createdAt: '2026-11-20T08:00:00Z',
    expiresAt: '2026-11-20T20:00:00Z',
    idleTimeoutMs: 1_800_000,
    ports: [],
    processes: [],
    terminals: Object.entries(terminals).map(([last, state]) => ({
      id: id(last),
      columns: 80,
      rows: 24,
      status: state,
    })),
  });
}

const names = (list: typeof noTerminals) =>
  list.tabs.map((tab) => `${tab.id.slice(-2)}=${tab.number}${tab.hasEnded ? ' ended' : ''}`);
const nothing = { opened: [], closed: [] };

test('terminals keep their numbers, and a free number is taken again', () => {
  let list = nextTerminalList(noTerminals, { session: sessionOf({ a1: 'open', a2: 'open' }), ...nothing });
  expect(names(list)).toEqual(['a1=1', 'a2=2']);
  const closed = [id('a1')];
  list = nextTerminalList(list, { session: sessionOf({ a1: 'open', a2: 'open' }), opened: [], closed });
  expect(names(list)).toEqual(['a2=2']);
  list = nextTerminalList(list, { session: sessionOf({ a2: 'exited' }), opened: [id('a3')], closed });
  expect(names(list)).toEqual(['a2=2 ended', 'a3=1']);
});

test('what ends with its session can still be read, and goes with the next session', () => {
  const open = nextTerminalList(noTerminals, { session: sessionOf({ a1: 'open' }), ...nothing });
  const ended = nextTerminalList(open, { session: sessionOf({}, { status: 'ended' }), ...nothing });
  expect(names(ended)).toEqual(['a1=1 ended']);
  const next = sessionOf({ b1: 'open' }, { sessionId: id('10') });
  expect(names(nextTerminalList(ended, { session: next, ...nothing }))).toEqual(['b1=1']);
});

test('without news the list is the same one', () => {
  const list = nextTerminalList(noTerminals, { session: sessionOf({ a1: 'open' }), ...nothing });
  expect(nextTerminalList(list, { session: sessionOf({ a1: 'open' }), ...nothing })).toBe(list);
});
