import { buildEventPageSchema } from '@sandsmith/contracts/events/build-events';
import { buildEventsQuerySchema } from '@sandsmith/contracts/http/builds';
import { defineRoute } from '../../http/route.ts';
import { buildParams } from './params.ts';

export const readBuildEvents = defineRoute({
  method: 'get',
  path: '/builds/:id/events',
  area: 'builds',
  summary: 'Read the events after a sequence number, in order and without holes',
  access: 'user',
  params: buildParams,
  query: buildEventsQuerySchema,
  answer: { kind: 'json', status: 200, schema: buildEventPageSchema },
  handler: ({ context, principal, params, query }) => context.builds.events(principal, params.id, query),
});
