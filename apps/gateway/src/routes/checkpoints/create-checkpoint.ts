import { checkpointSchema } from '@sandsmith/contracts/domain/project';
import { createCheckpointSchema } from '@sandsmith/contracts/http/projects';
import { defineRoute } from '../../http/route.ts';
import { projectParams } from '../projects/params.ts';

export const createCheckpoint = defineRoute({
  method: 'post',
  path: '/projects/:id/checkpoints',
  area: 'checkpoints',
  summary: 'Keep the files as they are now',
  access: 'user',
  params: projectParams,
  body: { kind: 'json', schema: createCheckpointSchema },
  answer: { kind: 'json', status: 201, schema: checkpointSchema },
  handler: ({ context, principal, params, body }) => context.checkpoints.create(principal, params.id, body),
});
