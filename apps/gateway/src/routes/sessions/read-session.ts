import { sessionSchema } from '@sandsmith/contracts/domain/session';
import { defineRoute } from '../../http/route.ts';
import { sessionParams } from './params.ts';

export const readSession = defineRoute({
  method: 'get',
  path: '/sessions/:id',
  area: 'sessions',
  summary: 'Tell about a session: its state, ports, processes and terminals',
  access: 'user',
  params: sessionParams,
  answer: { kind: 'json', status: 200, schema: sessionSchema },
  handler({ context, principal, params }) {
    const session = context.sessions.get(principal, params.id);
    session.touch();
    return session.view();
  },
});
