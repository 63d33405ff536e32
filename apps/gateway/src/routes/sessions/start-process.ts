import { createProcessSchema, processViewSchema } from '@sandsmith/contracts/http/sessions';
import { defineRoute } from '../../http/route.ts';
import { sessionParams } from './params.ts';

export const startProcess = defineRoute({
  method: 'post',
  path: '/sessions/:id/processes',
  area: 'sessions',
  summary: 'Start a program in a session',
  description: 'Answers when it has started. Its output comes as session events, the last of it with GET.',
  access: 'user',
  params: sessionParams,
  body: { kind: 'json', schema: createProcessSchema },
  answer: { kind: 'json', status: 201, schema: processViewSchema },
  async handler({ context, principal, params, body, response }) {
    const session = context.sessions.get(principal, params.id);
    session.touch();
    const process = await session.processes.start(session.sandbox(), body);
    response.set('Location', `/api/v1/sessions/${session.id}/processes/${process.id}`);
    return process.view();
  },
});
