import { sessionListSchema } from '@sandsmith/contracts/http/sessions';
import { defineRoute } from '../../http/route.ts';
import { projectParams } from '../projects/params.ts';

export const listSessions = defineRoute({
  method: 'get',
  path: '/projects/:id/sessions',
  area: 'sessions',
  summary: "List the project's sessions, newest first",
  description: 'Those of this server; ended ones stay for ten minutes.',
  access: 'user',
  params: projectParams,
  answer: { kind: 'json', status: 200, schema: sessionListSchema },
  async handler({ context, principal, params }) {
    const sessions = await context.sessions.list(principal, params.id);
    return { sessions: sessions.map((session) => session.view()) };
  },
});
