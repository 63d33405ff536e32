import { processViewSchema } from '@sandsmith/contracts/http/sessions';
import { defineRoute } from '../../http/route.ts';
import { processParams } from './params.ts';

export const readProcess = defineRoute({
  method: 'get',
  path: '/sessions/:id/processes/:processId',
  area: 'sessions',
  summary: 'Tell about a process of a session, with the last of its output',
  access: 'user',
  params: processParams,
  answer: { kind: 'json', status: 200, schema: processViewSchema },
  handler({ context, principal, params }) {
    const session = context.sessions.get(principal, params.id);
    session.touch();
    return session.processes.get(params.processId).view();
  },
});
