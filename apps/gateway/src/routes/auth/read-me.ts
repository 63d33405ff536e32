import { meSchema } from '@sandsmith/contracts/http/auth';
import { defineRoute } from '../../http/route.ts';
import { toUser } from './to-user.ts';

export const readMe = defineRoute({
  method: 'get',
  path: '/auth/me',
  area: 'auth',
  summary: 'Tell whose token this is',
  access: 'user',
  answer: { kind: 'json', status: 200, schema: meSchema },
  async handler({ context, principal }) {
    return { user: toUser(await context.auth.accounts.find(principal.userId)) };
  },
});
