import { type Session, sessionSchema } from '@sandsmith/contracts/domain/session';

/** For tests: an id by its last two digits. */
export const idOf = (last: string) => `0190f0c2-7c1e-7a4b-8d3a-5b1c9a2e4f${last}`;

interface SessionMore {
  id?: string;
  status?: Session['status'];
  createdAt?: string;
  ports?: { port: number }[];
  terminals?: { id: string; status: 'open' | 'exited' }[];
}

/** For tests: a session as the server tells it. */
export function sessionOf({
  id = idOf('00'),
  status = 'ready',
  terminals = [],
  ...more
}: SessionMore): Session {
  return sessionSchema.parse({
    id,
    projectId: idOf('01'),
    language: 'python',
    network: 'packages',
    status,
    createdAt: '2026-11-20T08:00:00Z',
    expiresAt: '2026-11-20T20:00:00Z',
    idleTimeoutMs: 1_800_000,
    ports: [],
    processes: [],
    terminals: terminals.map((terminal) => ({ ...terminal, columns: 80, rows: 24 })),
    ...more,
  });
}
