import { runViewSchema } from '@sandsmith/contracts/http/runs';
import { defineRoute } from '../../http/route.ts';
import { toRunView } from '../../runs/run-view.ts';
import { runParams } from './params.ts';

export const readRun = defineRoute({
  method: 'get',
  path: '/runs/:id',
  area: 'runs',
  summary: 'Tell the result of a run, or its state while it has none',
  access: 'user',
  params: runParams,
  answer: { kind: 'json', status: 200, schema: runViewSchema },
  async handler({ context, principal, params }) {
    return toRunView(await context.access.run(principal, params.id), context.artifactAddresses, principal);
  },
});
