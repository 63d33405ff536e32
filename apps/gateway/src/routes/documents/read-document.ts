import { documentSchema } from '@sandsmith/contracts/domain/document';
import { defineRoute } from '../../http/route.ts';
import { documentParams } from './params.ts';

export const readDocument = defineRoute({
  method: 'get',
  path: '/documents/:id',
  area: 'documents',
  summary: 'Tell what is in a document: its profile and what could not be read',
  access: 'user',
  params: documentParams,
  answer: { kind: 'json', status: 200, schema: documentSchema },
  handler: ({ context, principal, params }) => context.documents.read(principal, params.id),
});
