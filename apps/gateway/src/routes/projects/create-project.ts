import { projectSchema } from '@sandsmith/contracts/domain/project';
import { createProjectSchema } from '@sandsmith/contracts/http/projects';
import { defineRoute } from '../../http/route.ts';

export const createProject = defineRoute({
  method: 'post',
  path: '/projects',
  area: 'projects',
  summary: 'Make a project',
  access: 'user',
  body: { kind: 'json', schema: createProjectSchema },
  answer: { kind: 'json', status: 201, schema: projectSchema },
  handler: ({ context, principal, body }) => context.projects.create(principal, body),
});
