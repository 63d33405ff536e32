import { checkpointSchema } from '@sandsmith/contracts/domain/project';
import { defineRoute } from '../../http/route.ts';
import { checkpointParams } from '../projects/params.ts';

export const restoreCheckpoint = defineRoute({
  method: 'post',
  path: '/projects/:id/checkpoints/:checkpointId/restore',
  area: 'checkpoints',
  summary: 'Make the files as they were at a checkpoint',
  description:
    'Nothing is lost: what was there before and what is there after are both kept as new checkpoints.',
  access: 'user',
  params: checkpointParams,
  answer: { kind: 'json', status: 200, schema: checkpointSchema },
  handler: ({ context, principal, params }) =>
    context.checkpoints.restore(principal, { projectId: params.id, checkpointId: params.checkpointId }),
});
