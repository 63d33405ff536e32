import { sessionSchema } from '@sandsmith/contracts/domain/session';
import { defineRoute } from '../../http/route.ts';
import { sessionParams } from './params.ts';

export const endSession = defineRoute({
  method: 'delete',
  path: '/sessions/:id',
  area: 'sessions',
  summary: 'End a session',
  description:
    'Its programs end, what they wrote is kept in the project. Does nothing to one that has ended.',
  access: 'user',
  params: sessionParams,
  answer: { kind: 'json', status: 200, schema: sessionSchema },
  async handler({ context, principal, params }) {
    const session = context.sessions.get(principal, params.id);
    await session.end('It was ended by its user.');
    return session.view();
  },
});
