import { projectListSchema } from '@sandsmith/contracts/http/projects';
import { defineRoute } from '../../http/route.ts';

export const listProjects = defineRoute({
  method: 'get',
  path: '/projects',
  area: 'projects',
  summary: 'List your projects, newest first',
  access: 'user',
  answer: { kind: 'json', status: 200, schema: projectListSchema },
  handler: async ({ context, principal }) => ({ projects: await context.projects.list(principal) }),
});
