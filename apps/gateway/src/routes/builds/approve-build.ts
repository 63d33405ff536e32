import { buildSchema } from '@sandsmith/contracts/domain/build';
import { defineRoute } from '../../http/route.ts';
import { buildParams } from './params.ts';

export const approveBuild = defineRoute({
  method: 'post',
  path: '/builds/:id/approve',
  area: 'builds',
  summary: 'Approve the plan, so that it is carried out',
  access: 'user',
  params: buildParams,
  answer: { kind: 'json', status: 200, schema: buildSchema },
  handler: ({ context, principal, params }) => context.builds.approve(principal, params.id),
});
