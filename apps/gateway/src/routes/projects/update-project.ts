import { projectSchema } from '@sandsmith/contracts/domain/project';
import { updateProjectSchema } from '@sandsmith/contracts/http/projects';
import { defineRoute } from '../../http/route.ts';
import { projectParams } from './params.ts';

export const updateProject = defineRoute({
  method: 'patch',
  path: '/projects/:id',
  area: 'projects',
  summary: 'Change the name or the description',
  access: 'user',
  params: projectParams,
  body: { kind: 'json', schema: updateProjectSchema },
  answer: { kind: 'json', status: 200, schema: projectSchema },
  handler: ({ context, principal, params, body }) => context.projects.update(principal, params.id, body),
});
