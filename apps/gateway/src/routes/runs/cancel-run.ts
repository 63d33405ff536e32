import { runViewSchema } from '@sandsmith/contracts/http/runs';
import { defineRoute } from '../../http/route.ts';
import { toRunView } from '../../runs/run-view.ts';
import { runParams } from './params.ts';

export const cancelRun = defineRoute({
  method: 'delete',
  path: '/runs/:id',
  area: 'runs',
  summary: 'Cancel a run',
  description: 'Answers with the result. A run that has finished stays as it is.',
  access: 'user',
  params: runParams,
  answer: { kind: 'json', status: 200, schema: runViewSchema },
  async handler({ context, principal, params }) {
    const run = await context.access.run(principal, params.id);
    if (!run.result) await context.runs.cancel(run.id);
    return toRunView(await context.access.run(principal, params.id), context.artifactAddresses, principal);
  },
});
