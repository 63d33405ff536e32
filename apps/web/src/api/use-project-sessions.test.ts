import { expect, test } from '@jest/globals';
import type { Session } from '@sandsmith/contracts/domain/session';
import { idOf, sessionOf } from './session.fixture.ts';
import { newestSession, orLastKnown, withSession } from './use-project-sessions.ts';

const session = (last: string, status: Session['status'], minute: number) =>
  sessionOf({ id: idOf(last), status, createdAt: `2026-11-20T08:0${minute}:00Z`, ports: [{ port: 8000 }] });

test('the session at work comes before those that have ended, and of those the newest is told', () => {
  const old = session('a1', 'ready', 1);
  const ended = session('a2', 'ended', 2);
  expect(newestSession({ sessions: [ended, old] })?.id).toBe(old.id);
  expect(newestSession({ sessions: [session('a3', 'ended', 1), ended] })?.id).toBe(ended.id);
  expect(newestSession({ sessions: [] })).toBeNull();
});

test('news of a session take the place of what was known of it', () => {
  const list = withSession({ sessions: [session('a1', 'ready', 1)] }, session('a1', 'ended', 1));
  expect(list.sessions.map(({ status }) => status)).toEqual(['ended']);
});

test('a session that the server has forgotten is over, not gone', () => {
  const known = session('a1', 'ready', 1);
  expect(orLastKnown(null, known)).toMatchObject({ id: known.id, status: 'ended', ports: [] });
  expect(orLastKnown(null, null)).toBeNull();
  // One that could never be started is told by the answer to its request.
  expect(orLastKnown(null, session('a1', 'starting', 1))).toBeNull();
  const next = session('a2', 'ready', 2);
  expect(orLastKnown(next, known)).toBe(next);
});
