import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { contentDisposition } from '../../http/content-disposition.ts';
import { defineRoute } from '../../http/route.ts';
import { projectParams } from '../projects/params.ts';

export const readArchive = defineRoute({
  method: 'get',
  path: '/projects/:id/archive',
  area: 'files',
  summary: 'Download the project as a zip',
  access: 'user',
  params: projectParams,
  answer: { kind: 'raw', status: 200, mediaType: 'application/zip', description: 'A zip of all files' },
  async handler({ context, principal, params, response, signal }) {
    const project = await context.access.project(principal, params.id);
    response.set({
      'Content-Type': 'application/zip',
      'Content-Disposition': contentDisposition('attachment', `${project.name}.zip`),
      'Cache-Control': 'no-store',
    });
    await pipeline(Readable.from(context.workspace.archive(params.id)), response, { signal });
    return undefined;
  },
});
