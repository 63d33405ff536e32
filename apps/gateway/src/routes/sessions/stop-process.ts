import { processViewSchema } from '@sandsmith/contracts/http/sessions';
import { defineRoute } from '../../http/route.ts';
import { processParams } from './params.ts';

export const stopProcess = defineRoute({
  method: 'delete',
  path: '/sessions/:id/processes/:processId',
  area: 'sessions',
  summary: 'Stop a process of a session',
  description:
    'Asks it and its children to end, and kills them after two seconds. Answers when it is over; one that has ended stays as it is.',
  access: 'user',
  params: processParams,
  answer: { kind: 'json', status: 200, schema: processViewSchema },
  async handler({ context, principal, params }) {
    const session = context.sessions.get(principal, params.id);
    session.touch();
    const process = session.processes.get(params.processId);
    await process.stop();
    return process.view();
  },
});
