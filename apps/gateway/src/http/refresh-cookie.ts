import type { IssuedSession } from '@sandsmith/auth/sessions';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request, Response } from 'express';

const name = 'sandsmith_refresh';
const path = '/api/v1/auth';

/** The cookie goes to the auth routes alone, to no script, and with no request that another site starts. */
export function setRefreshCookie(
  response: Response,
  { session, isSecure }: { session: IssuedSession; isSecure: boolean },
): void {
  response.append(
    'Set-Cookie',
    stringifySetCookie({
      name,
      value: session.refreshToken,
      path,
      httpOnly: true,
      sameSite: 'strict',
      secure: isSecure,
      expires: session.refreshTokenExpiresAt,
    }),
  );
}

export function clearRefreshCookie(response: Response, { isSecure }: { isSecure: boolean }): void {
  response.append(
    'Set-Cookie',
    stringifySetCookie({
      name,
      value: '',
      path,
      httpOnly: true,
      sameSite: 'strict',
      secure: isSecure,
      maxAge: 0,
    }),
  );
}

export function readRefreshCookie(request: Request): string | undefined {
  return parseCookie(request.headers.cookie ?? '')[name] || undefined;
}
