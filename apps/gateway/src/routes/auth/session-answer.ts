import type { IssuedSession } from '@sandsmith/auth/sessions';
import type { sessionSchema } from '@sandsmith/contracts/http/auth';
import type { UserRecord } from '@sandsmith/db/repositories/users';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Context } from '../../context/context.ts';
import { setRefreshCookie } from '../../http/refresh-cookie.ts';
import { toUser } from './to-user.ts';

type SessionAnswer = z.input<typeof sessionSchema>;

export async function startSession(options: {
  context: Context;
  user: UserRecord;
  request: Request;
  response: Response;
}): Promise<SessionAnswer> {
  const { context, user, request, response } = options;
  const session = await context.auth.sessions.open(user, { userAgent: request.get('user-agent') });
  return answerSession({ context, session, response });
}

/** The refresh token goes into the cookie alone, the access token into the body alone. */
export function answerSession(options: {
  context: Context;
  session: IssuedSession;
  response: Response;
}): SessionAnswer {
  const { context, session, response } = options;
  setRefreshCookie(response, { session, isSecure: context.isSecure(response.req) });
  return {
    accessToken: session.accessToken,
    expiresAt: session.accessTokenExpiresAt.toISOString(),
    user: toUser(session.user),
  };
}
