import { registerSchema, sessionSchema } from '@sandsmith/contracts/http/auth';
import { defineRoute } from '../../http/route.ts';
import { startSession } from './session-answer.ts';

export const register = defineRoute({
  method: 'post',
  path: '/auth/register',
  area: 'auth',
  summary: 'Make an account and sign in',
  description: 'Closed unless the server was started with REGISTRATION=open.',
  access: 'public',
  body: { kind: 'json', schema: registerSchema, maxBytes: 16_384 },
  answer: { kind: 'json', status: 201, schema: sessionSchema },
  async handler({ context, body, request, response }) {
    const user = await context.auth.accounts.register({ ...body, address: request.ip ?? '' });
    return startSession({ context, user, request, response });
  },
});
