import { SandsmithError } from '@sandsmith/foundation/errors';

export function sessionEnded(): SandsmithError {
  return new SandsmithError({ code: 'session.ended', message: 'The session has ended. Open a new one.' });
}

export function serverStopping(): SandsmithError {
  return new SandsmithError({
    code: 'server.stopping',
    message: 'Sandsmith is stopping. Open the session again when it is back.',
  });
}

/** A reason that came out of the container, fit to be shown. */
export function reasonOf(bytes: Buffer): string {
  return (
    bytes
      .toString('utf8')
      .replace(/\p{Cc}/gu, ' ')
      .slice(0, 300) || 'no reason was given'
  );
}
