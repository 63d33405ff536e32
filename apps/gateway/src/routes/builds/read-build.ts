import { buildSchema } from '@sandsmith/contracts/domain/build';
import { defineRoute } from '../../http/route.ts';
import { buildParams } from './params.ts';

export const readBuild = defineRoute({
  method: 'get',
  path: '/builds/:id',
  area: 'builds',
  summary: 'Tell how a build stands: plan, steps, usage, artifacts',
  access: 'user',
  params: buildParams,
  answer: { kind: 'json', status: 200, schema: buildSchema },
  handler: ({ context, principal, params }) => context.builds.read(principal, params.id),
});
