import { maxProjectFileBytes } from '@sandsmith/contracts/domain/project';
import { fileWrittenSchema } from '@sandsmith/contracts/http/projects';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { readEntityTag } from '../../http/entity-tag.ts';
import { readBody } from '../../http/read-body.ts';
import { defineRoute } from '../../http/route.ts';
import { fileParams } from '../projects/params.ts';

export const writeFile = defineRoute({
  method: 'put',
  path: '/projects/:id/files/*path',
  area: 'files',
  summary: 'Write a file',
  description:
    'Takes the bytes as they are, at most 10 MiB. If-Match with the ETag last seen guards against overwriting what another changed; "If-None-Match: *" writes only a file that is not there yet.',
  access: 'user',
  params: fileParams,
  body: { kind: 'raw', mediaType: 'application/octet-stream', description: 'The bytes of the file' },
  answer: { kind: 'json', status: 200, schema: fileWrittenSchema },
  async handler({ context, principal, params, request, response }) {
    await context.access.project(principal, params.id);
    const ifMatch = readEntityTag(request.get('if-match'));
    const content = await readBody(request, {
      maxBytes: maxProjectFileBytes,
      tooLargeCode: 'file.too-large',
    });
    const ifNoneMatch = request.get('if-none-match');
    if (ifNoneMatch !== undefined) await refuseExisting(context.workspace.tree(params.id), params.path);
    const written = await context.workspace.write(params.id, params.path, content, { ifMatch });
    const etag = `"${written.sha256}"`;
    response.set('ETag', etag);
    return { path: written.path, bytes: written.bytes, etag };
  },
});

async function refuseExisting(tree: Promise<{ path: string }[]>, path: string): Promise<void> {
  if (!(await tree).some((entry) => entry.path === path)) return;
  throw new SandsmithError({
    code: 'file.changed-meanwhile',
    message: `There is a file ${path} already. Read it, or write without If-None-Match to replace it.`,
  });
}
