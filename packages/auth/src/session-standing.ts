import type { Role } from '@sandsmith/contracts/domain/user';
import type { AuthSessionRepository } from '@sandsmith/db/repositories/auth-sessions';
import type { UserRepository } from '@sandsmith/db/repositories/users';
import type { KeyValueStore } from '@sandsmith/kv/kv';

/** How long another server may go on trusting a session that was ended here, where they share no Redis. */
const trustMs = 10_000;
/** Longer than an access token lives. */
const endedMarkMs = 16 * 60_000;

/** kv channel that tells every server which session, or which API key, has just ended. */
export const sessionEndedChannel = 'auth-session-ended';

export interface SessionStanding {
  /** The user's role while the session and the user stand; undefined once they do not. */
  roleOf(session: { sessionId: string; userId: string }): Promise<Role | undefined>;
  markEnded(sessionId: string): Promise<void>;
}

export interface SessionStandingOptions {
  users: UserRepository;
  authSessions: AuthSessionRepository;
  kv: KeyValueStore;
  now: () => number;
}

/** Answers from the kv store where it can, so that most requests need no query to be let in. */
export function createSessionStanding({
  users,
  authSessions,
  kv,
  now,
}: SessionStandingOptions): SessionStanding {
  async function readRole(sessionId: string, userId: string): Promise<Role | undefined> {
    const [session, user] = await Promise.all([authSessions.findById(sessionId), users.findById(userId)]);
    if (session?.userId !== userId || session.revokedAt) return undefined;
    if (session.expiresAt.getTime() <= now()) return undefined;
    return user && !user.disabledAt ? user.role : undefined;
  }

  return {
    async roleOf({ sessionId, userId }) {
      const cached = await kv.get(keyOf(sessionId));
      if (cached === 'ended') return undefined;
      if (cached === `admin:${userId}`) return 'admin';
      if (cached === `member:${userId}`) return 'member';
      const role = await readRole(sessionId, userId);
      if (!role) return undefined;
      // Never over an `ended` mark that was set while the database was read.
      await kv.setIfAbsent(keyOf(sessionId), `${role}:${userId}`, { ttlMs: trustMs });
      return (await kv.get(keyOf(sessionId))) === 'ended' ? undefined : role;
    },
    async markEnded(sessionId) {
      await kv.set(keyOf(sessionId), 'ended', { ttlMs: endedMarkMs });
      await kv.publish(sessionEndedChannel, sessionId);
    },
  };
}

function keyOf(sessionId: string): string {
  return `auth-session:${sessionId}`;
}
