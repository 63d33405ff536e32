import { buildListSchema } from '@sandsmith/contracts/http/projects';
import { defineRoute } from '../../http/route.ts';
import { projectParams } from '../projects/params.ts';

export const listBuilds = defineRoute({
  method: 'get',
  path: '/projects/:id/builds',
  area: 'builds',
  summary: "List the project's builds, newest first",
  access: 'user',
  params: projectParams,
  answer: { kind: 'json', status: 200, schema: buildListSchema },
  handler: async ({ context, principal, params }) => ({
    builds: await context.builds.list(principal, params.id),
  }),
});
