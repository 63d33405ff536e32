import { loginSchema, sessionSchema } from '@sandsmith/contracts/http/auth';
import { defineRoute } from '../../http/route.ts';
import { startSession } from './session-answer.ts';

export const login = defineRoute({
  method: 'post',
  path: '/auth/login',
  area: 'auth',
  summary: 'Sign in',
  description: 'Answers with an access token of 15 minutes and sets the refresh cookie of the session.',
  access: 'public',
  body: { kind: 'json', schema: loginSchema, maxBytes: 16_384 },
  answer: { kind: 'json', status: 200, schema: sessionSchema },
  async handler({ context, body, request, response }) {
    const user = await context.auth.accounts.checkPassword({ ...body, address: request.ip ?? '' });
    return startSession({ context, user, request, response });
  },
});
