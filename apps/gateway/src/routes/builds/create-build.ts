import { buildSchema } from '@sandsmith/contracts/domain/build';
import { createBuildSchema } from '@sandsmith/contracts/http/builds';
import { defineRoute } from '../../http/route.ts';
import { projectParams } from '../projects/params.ts';

export const createBuild = defineRoute({
  method: 'post',
  path: '/projects/:id/builds',
  area: 'builds',
  summary: 'Ask for something to be built',
  description:
    'Planning starts at once. With approval "manual" nothing is written or run before POST /builds/{id}/approve. Without documentIds all documents of the project are used; those still being read are waited for, up to ten seconds.',
  access: 'user',
  params: projectParams,
  body: { kind: 'json', schema: createBuildSchema },
  answer: { kind: 'json', status: 201, schema: buildSchema },
  async handler({ context, principal, params, body, response }) {
    const build = await context.builds.create(principal, params.id, body);
    response.set('Location', `/api/v1/builds/${build.id}`);
    return build;
  },
});
