import { treeSchema } from '@sandsmith/contracts/http/projects';
import { defineRoute } from '../../http/route.ts';
import { projectParams } from '../projects/params.ts';

export const readTree = defineRoute({
  method: 'get',
  path: '/projects/:id/tree',
  area: 'files',
  summary: "List the project's files and folders",
  access: 'user',
  params: projectParams,
  answer: { kind: 'json', status: 200, schema: treeSchema },
  async handler({ context, principal, params }) {
    await context.access.project(principal, params.id);
    return { entries: await context.workspace.tree(params.id) };
  },
});
