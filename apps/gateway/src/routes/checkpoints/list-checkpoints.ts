import { checkpointListSchema } from '@sandsmith/contracts/http/projects';
import { defineRoute } from '../../http/route.ts';
import { projectParams } from '../projects/params.ts';

export const listCheckpoints = defineRoute({
  method: 'get',
  path: '/projects/:id/checkpoints',
  area: 'checkpoints',
  summary: 'List the checkpoints, newest first',
  access: 'user',
  params: projectParams,
  answer: { kind: 'json', status: 200, schema: checkpointListSchema },
  async handler({ context, principal, params }) {
    return { checkpoints: await context.checkpoints.list(principal, params.id) };
  },
});
