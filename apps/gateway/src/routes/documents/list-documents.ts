import { documentListSchema } from '@sandsmith/contracts/http/documents';
import { defineRoute } from '../../http/route.ts';
import { projectParams } from '../projects/params.ts';

export const listDocuments = defineRoute({
  method: 'get',
  path: '/projects/:id/documents',
  area: 'documents',
  summary: "List the project's documents, oldest first",
  access: 'user',
  params: projectParams,
  answer: { kind: 'json', status: 200, schema: documentListSchema },
  async handler({ context, principal, params }) {
    return { documents: await context.documents.list(principal, params.id) };
  },
});
