import { defineRoute } from '../../http/route.ts';
import { projectParams } from './params.ts';

export const deleteProject = defineRoute({
  method: 'delete',
  path: '/projects/:id',
  area: 'projects',
  summary: 'Delete a project with its files, documents and builds',
  access: 'user',
  params: projectParams,
  answer: { kind: 'empty', status: 204 },
  async handler({ context, principal, params }) {
    await context.projects.remove(principal, params.id);
    return undefined;
  },
});
