import { buildSchema } from '@sandsmith/contracts/domain/build';
import { updatePlanSchema } from '@sandsmith/contracts/http/builds';
import { defineRoute } from '../../http/route.ts';
import { buildParams } from './params.ts';

export const updatePlan = defineRoute({
  method: 'put',
  path: '/builds/:id/plan',
  area: 'builds',
  summary: 'Replace the plan of a build that waits for approval',
  access: 'user',
  params: buildParams,
  body: { kind: 'json', schema: updatePlanSchema },
  answer: { kind: 'json', status: 200, schema: buildSchema },
  handler: ({ context, principal, params, body }) => context.builds.revisePlan(principal, params.id, body),
});
