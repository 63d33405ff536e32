import { createPreviewSchema, previewSchema } from '@sandsmith/contracts/http/sessions';
import { defineRoute } from '../../http/route.ts';
import { sessionParams } from './params.ts';

export const createPreview = defineRoute({
  method: 'post',
  path: '/sessions/:id/previews',
  area: 'sessions',
  summary: 'Make addresses that open a port of a session in a browser',
  description:
    'For the user who asks, until the session or the sign-in ends: "url" is on an origin of its own and has to be opened within a minute; "pathUrl" is below this server, for browsers that do not reach the other.',
  access: 'user',
  params: sessionParams,
  body: { kind: 'json', schema: createPreviewSchema },
  answer: { kind: 'json', status: 201, schema: previewSchema },
  handler({ context, principal, params, body: { port, path }, request }) {
    const session = context.sessions.get(principal, params.id);
    session.touch();
    session.sandbox();
    return context.previews.addresses.make({ principal, session, port, path, request });
  },
});
