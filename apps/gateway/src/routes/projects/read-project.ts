import { projectSchema } from '@sandsmith/contracts/domain/project';
import { defineRoute } from '../../http/route.ts';
import { projectParams } from './params.ts';

export const readProject = defineRoute({
  method: 'get',
  path: '/projects/:id',
  area: 'projects',
  summary: 'Tell about a project',
  access: 'user',
  params: projectParams,
  answer: { kind: 'json', status: 200, schema: projectSchema },
  handler: ({ context, principal, params }) => context.projects.read(principal, params.id),
});
