import { SandsmithError } from '@sandsmith/foundation/errors';
import type { SessionEndReason } from '@sandsmith/sandbox/sandbox-port';

export function sessionNotFound(): SandsmithError {
  return new SandsmithError({
    code: 'session.not-found',
    message:
      'There is no such session among yours on this server. It may have ended long ago; open one with POST /api/v1/projects/{id}/sessions.',
  });
}

export function sessionStarting(): SandsmithError {
  return new SandsmithError({
    code: 'session.starting',
    message: 'The session is not ready yet. Wait until its status is "ready", and try again.',
    isRetryable: true,
  });
}

export function sessionEnded(why: string | undefined): SandsmithError {
  return new SandsmithError({
    code: 'session.ended',
    message: `The session has ended${why ? `: ${why}` : '.'} Open another one with POST /api/v1/projects/{id}/sessions; the project's files are kept.`,
  });
}

/** For a person, in the session itself. */
export function describeEnd(reason: SessionEndReason): string {
  const reasons: Record<SessionEndReason, string> = {
    closed: 'It was ended.',
    'out-of-memory': 'Its programs used more memory than it may have.',
    stopped: 'Its container was stopped from outside.',
    'engine-lost': 'The container engine went away.',
  };
  return reasons[reason];
}
