import { documentListSchema } from '@sandsmith/contracts/http/documents';
import { defineRoute } from '../../http/route.ts';
import { projectParams } from '../projects/params.ts';

export const uploadDocuments = defineRoute({
  method: 'post',
  path: '/projects/:id/documents',
  area: 'documents',
  summary: 'Upload documents',
  description:
    'CSV, TSV, JSON, NDJSON or Excel (.xlsx), one or more in the field `file`. All are taken or none. Small ones are profiled before the answer; larger ones go on in the background.',
  access: 'user',
  params: projectParams,
  body: {
    kind: 'raw',
    mediaType: 'multipart/form-data',
    description: 'One or more files in the field `file`',
  },
  answer: { kind: 'json', status: 201, schema: documentListSchema },
  async handler({ context, principal, params, request, signal }) {
    const project = await context.access.project(principal, params.id);
    return { documents: await context.documents.upload(project, { request, signal }) };
  },
});
