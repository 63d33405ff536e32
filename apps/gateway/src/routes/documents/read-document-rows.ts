import { documentRowsSchema } from '@sandsmith/contracts/domain/document';
import { documentRowsQuerySchema } from '@sandsmith/contracts/http/documents';
import { defineRoute } from '../../http/route.ts';
import { documentParams } from './params.ts';

export const readDocumentRows = defineRoute({
  method: 'get',
  path: '/documents/:id/rows',
  area: 'documents',
  summary: 'Read rows of a document, a page at a time',
  access: 'user',
  params: documentParams,
  query: documentRowsQuerySchema,
  answer: { kind: 'json', status: 200, schema: documentRowsSchema },
  handler: ({ context, principal, params, query, signal }) =>
    context.documents.rows(principal, params.id, { ...query, signal }),
});
