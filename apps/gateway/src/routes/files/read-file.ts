import { isMatchedBy } from '../../http/entity-tag.ts';
import { defineRoute } from '../../http/route.ts';
import { sendUntrusted } from '../../http/send-untrusted.ts';
import { fileParams } from '../projects/params.ts';

export const readFile = defineRoute({
  method: 'get',
  path: '/projects/:id/files/*path',
  area: 'files',
  summary: 'Read a file',
  description: 'The bytes as they are, with an ETag. If-None-Match answers 304 where nothing changed.',
  access: 'user',
  params: fileParams,
  answer: {
    kind: 'raw',
    status: 200,
    mediaType: 'application/octet-stream',
    description: 'The bytes of the file',
  },
  async handler({ context, principal, params, request, response }) {
    await context.access.project(principal, params.id);
    const { content, file } = await context.workspace.read(params.id, params.path);
    response.set({ ETag: `"${file.sha256}"`, 'Cache-Control': 'private, no-cache' });
    if (isMatchedBy(request.get('if-none-match'), file.sha256)) {
      response.status(304).end();
      return undefined;
    }
    sendUntrusted(response, { name: params.path, content, as: 'source' });
    return undefined;
  },
});
