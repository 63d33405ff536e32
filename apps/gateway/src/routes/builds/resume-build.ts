import { buildSchema } from '@sandsmith/contracts/domain/build';
import { defineRoute } from '../../http/route.ts';
import { buildParams } from './params.ts';

export const resumeBuild = defineRoute({
  method: 'post',
  path: '/builds/:id/resume',
  area: 'builds',
  summary: 'Go on with a build that stopped',
  access: 'user',
  params: buildParams,
  answer: { kind: 'json', status: 200, schema: buildSchema },
  handler: ({ context, principal, params }) => context.builds.resume(principal, params.id),
});
