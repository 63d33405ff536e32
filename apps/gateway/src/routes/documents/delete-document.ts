import { defineRoute } from '../../http/route.ts';
import { documentParams } from './params.ts';

export const deleteDocument = defineRoute({
  method: 'delete',
  path: '/documents/:id',
  area: 'documents',
  summary: 'Delete a document',
  access: 'user',
  params: documentParams,
  answer: { kind: 'empty', status: 204 },
  async handler({ context, principal, params }) {
    await context.documents.remove(principal, params.id);
    return undefined;
  },
});
