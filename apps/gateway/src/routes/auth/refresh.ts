import { sessionSchema } from '@sandsmith/contracts/http/auth';
import { isSandsmithError, SandsmithError } from '@sandsmith/foundation/errors';
import { clearRefreshCookie, readRefreshCookie } from '../../http/refresh-cookie.ts';
import { defineRoute } from '../../http/route.ts';
import { refuseOtherSites } from '../../http/same-site.ts';
import { answerSession } from './session-answer.ts';

export const refresh = defineRoute({
  method: 'post',
  path: '/auth/refresh',
  area: 'auth',
  summary: 'Renew the session',
  description:
    'Takes the refresh cookie and answers like the sign-in, with the next cookie. A refresh token that comes a second time, its successor used or ten seconds over, closes the session.',
  access: 'public',
  answer: { kind: 'json', status: 200, schema: sessionSchema },
  async handler({ context, request, response }) {
    refuseOtherSites(request, context.config);
    const token = readRefreshCookie(request);
    if (!token)
      throw new SandsmithError({
        code: 'auth.required',
        message: 'There is no session to renew. Sign in with POST /api/v1/auth/login.',
      });
    try {
      return answerSession({ context, session: await context.auth.sessions.refresh(token), response });
    } catch (error) {
      // A database that is away for a moment must not sign anyone out.
      if (isSandsmithError(error) && error.code.startsWith('auth.'))
        clearRefreshCookie(response, { isSecure: context.isSecure(request) });
      throw error;
    }
  },
});
