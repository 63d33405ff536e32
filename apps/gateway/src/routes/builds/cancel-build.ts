import { buildSchema } from '@sandsmith/contracts/domain/build';
import { defineRoute } from '../../http/route.ts';
import { buildParams } from './params.ts';

export const cancelBuild = defineRoute({
  method: 'post',
  path: '/builds/:id/cancel',
  area: 'builds',
  summary: 'Stop a build',
  access: 'user',
  params: buildParams,
  answer: { kind: 'json', status: 200, schema: buildSchema },
  handler: ({ context, principal, params }) => context.builds.cancel(principal, params.id),
});
