import { expect, test } from '@jest/globals';
import { type Session, sessionSchema } from '@sandsmith/contracts/domain/session';
import { newestSession, orLastKnown, withSession } from './use-project-sessions.ts';

function session(last: string, status: Session['status'], minute: number): Session {
  return sessionSchema.parse({
    id: `0190f0c2-7c1e-7a4b-8d3a-5b1c9a2e4f${last}`,
    projectId: '0190f0c2-7c1e-7a4b-8d3a-5b1c9a2e4f00',
    language: 'python',
    network: 'packages',
    status,
    createdAt: `2026-11-20T08:0${minute}:00Z`,
    expiresAt: '2026-11-20T20:00:00Z',
    idleTimeoutMs: 1_800_000,
    ports: [{ port: 8000 }],
    processes: [],
    terminals: [],
  });
}

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
