import { sessionSchema } from '@sandsmith/contracts/domain/session';
import { createSessionSchema } from '@sandsmith/contracts/http/sessions';
import { defineRoute } from '../../http/route.ts';
import { projectParams } from '../projects/params.ts';

export const createSession = defineRoute({
  method: 'post',
  path: '/projects/:id/sessions',
  area: 'sessions',
  summary: "Open the project's session: a sealed container that stays",
  description:
    'The project’s files are in it and are kept the same in both places. Where one is open already, it is the answer. While its status is "starting", its message tells what it waits for.',
  access: 'user',
  params: projectParams,
  body: { kind: 'json', schema: createSessionSchema },
  answer: {
    kind: 'json',
    status: 201,
    schema: sessionSchema,
    otherStatus: { status: 200, description: 'The session that was open already' },
  },
  async handler({ context, principal, params, body, response }) {
    const { session, isNew } = await context.sessions.open(principal, params.id, body);
    if (!isNew) response.locals['status'] = 200;
    response.set('Location', `/api/v1/sessions/${session.id}`);
    return session.view();
  },
});
