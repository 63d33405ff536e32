import { defineRoute } from '../../http/route.ts';
import { fileParams } from '../projects/params.ts';

export const deleteFile = defineRoute({
  method: 'delete',
  path: '/projects/:id/files/*path',
  area: 'files',
  summary: 'Delete a file or a folder',
  access: 'user',
  params: fileParams,
  answer: { kind: 'empty', status: 204 },
  async handler({ context, principal, params }) {
    await context.access.project(principal, params.id);
    await context.workspace.remove(params.id, params.path);
    return undefined;
  },
});
