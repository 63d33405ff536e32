import { clearRefreshCookie, readRefreshCookie } from '../../http/refresh-cookie.ts';
import { defineRoute } from '../../http/route.ts';
import { refuseOtherSites } from '../../http/same-site.ts';

export const logout = defineRoute({
  method: 'post',
  path: '/auth/logout',
  area: 'auth',
  summary: 'Sign out',
  description:
    'Ends the session of the refresh cookie and every access token of it. Does nothing without one.',
  access: 'public',
  answer: { kind: 'empty', status: 204 },
  async handler({ context, request, response }) {
    refuseOtherSites(request, context.config);
    const token = readRefreshCookie(request);
    if (token) await context.auth.sessions.close(token);
    clearRefreshCookie(response, { isSecure: context.isSecure(request) });
    return undefined;
  },
});
